#include "auth/signing_key.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/token_verifier.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::auth::signing_key_test {

using namespace std::chrono_literals;
using likes::test::ScratchFile;

constexpr Time kStart{1'800'000'000s};

std::string key(const std::string& kid, const std::string& more = "") {
    return test::hmac_jwk(kid, kid[0], more);
}

struct Fixture {
    Fixture() { file.write(test::jwks({key("old")})); }

    SigningKey make() {
        return {{file.path(), UnusableKeys::kRefused, refused},
                "a+jwt",
                [this] { return now.load(); },
                [this](const std::string& text) { warnings.push_back(text); }};
    }

    /// Whether what is signed now is a token of one of these keys.
    bool signs_with_one_of(SigningKey& signing_key, const std::vector<std::string>& kids) const {
        const auto token = signing_key.current()->sign({*UserId::parse("alice"), kStart, kStart + 1h, {}, {}, {}});
        TokenRules rules;
        rules.type = "a+jwt";
        return std::any_of(kids.begin(), kids.end(), [&](const std::string& kid) {
            const TokenVerifier verifier{KeySet::parse(test::jwks({key(kid)})), rules};
            return std::holds_alternative<VerifiedToken>(verifier.verify(token, kStart));
        });
    }
    bool signs_with(SigningKey& signing_key, const std::string& kid) const {
        return signs_with_one_of(signing_key, {kid});
    }

    ScratchFile file;
    runtime::Gauge refused;
    std::atomic<Time> now{kStart};
    std::vector<std::string> warnings;
};

BOOST_FIXTURE_TEST_SUITE(signing_key, Fixture)

BOOST_AUTO_TEST_CASE(a_file_without_a_key_that_signs_is_an_error) {
    file.write(test::jwks({key("old", R"(,"key_ops":["verify"])")}));
    BOOST_CHECK_THROW(make(), KeySetError);
}

BOOST_AUTO_TEST_CASE(a_new_key_signs_within_a_second) {
    auto signer = make();
    BOOST_TEST(signs_with(signer, "old"));
    file.replace(test::jwks({key("new"), key("old")}));
    now = kStart + 1s - 1us;
    BOOST_TEST(signs_with(signer, "old"));
    now = kStart + 1s;
    BOOST_TEST(signs_with(signer, "new"));
    BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_leaves_the_key_and_is_reported_once) {
    auto signer = make();
    std::size_t reported = 0;
    // The second has good keys, none of which signs.
    for (const auto& bad : {std::string{"{"}, test::jwks({key("other", R"(,"key_ops":["verify"])")})}) {
        file.write(bad);
        for (int i = 0; i < 3; ++i) {
            now = now.load() + 1s;
            BOOST_TEST(signs_with(signer, "old"));
        }
        BOOST_TEST(warnings.size() == ++reported);
        BOOST_TEST(refused.value() == 1);
    }
    file.write(test::jwks({key("new")}));
    now = now.load() + 1s;
    BOOST_TEST(signs_with(signer, "new"));
    BOOST_TEST(warnings.size() == reported);
    BOOST_TEST(refused.value() == 0);
}

BOOST_AUTO_TEST_CASE(a_signer_that_somebody_still_uses_outlives_the_new_key) {
    auto signer = make();
    const auto before = signer.current();
    file.write(test::jwks({key("new")}));
    now = kStart + 1s;
    BOOST_TEST((signer.current() != before));
    BOOST_TEST(!before->sign({*UserId::parse("alice"), kStart, kStart + 1h, {}, {}, {}}).empty());
}

BOOST_AUTO_TEST_CASE(threads_sign_while_the_key_changes) {
    auto signer = make();
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            while (!stop) wrong += signs_with_one_of(signer, {"old", "new"}) ? 0 : 1;
        });
    }
    for (int i = 1; i <= 20; ++i) {
        file.replace(test::jwks({key(i % 2 == 0 ? "old" : "new")}));
        now = kStart + std::chrono::seconds{i};
        while (!signs_with(signer, i % 2 == 0 ? "old" : "new")) std::this_thread::yield();
    }
    stop = true;
    threads.clear();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::signing_key_test
