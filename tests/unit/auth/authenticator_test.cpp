#include "auth/authenticator.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/token_signer.hpp"
#include "runtime/counters.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::auth::authenticator_test {

using namespace std::chrono_literals;
using likes::test::ScratchFile;
using test::TestKey;

constexpr Time kStart{1'800'000'000s};

const std::string kOld = test::jwks({test::hmac_jwk("old", 'o')});
const std::string kNew = test::jwks({test::hmac_jwk("new", 'n')});

/// The header's value for alice, signed with the first key of the set and valid for `ttl` from kStart.
std::string bearer(const std::string& jwks, std::chrono::seconds ttl = 1h) {
    return "Bearer " +
           TokenSigner{KeySet::parse(jwks)}.sign({*UserId::parse("alice"), kStart, kStart + ttl, {}, {}, {}});
}

/// An authenticator on a file and a clock of its own.
struct Fixture {
    Fixture() { file.write(kOld); }

    Authenticator make(AuthenticatorSettings settings = {}) {
        settings.jwks_file = file.path();
        return {std::move(settings), [this] { return now.load(); },
                [this](const auto& text) { warnings.push_back(text); }};
    }

    ScratchFile file;
    std::atomic<Time> now{kStart};
    std::vector<std::string> warnings;
};

std::string_view name(const Verification& result) {
    const auto* rejection = std::get_if<Rejection>(&result);
    return rejection == nullptr ? "accepted" : to_string(*rejection);
}

std::string_view outcome(Authenticator& authenticator, const std::string& authorization) {
    return name(authenticator.authenticate(authorization));
}

/// As `outcome`, of what is known without looking further; "unknown" if authenticate() has to be asked.
std::string_view recalled(Authenticator& authenticator, const std::string& authorization) {
    const auto result = authenticator.recall(authorization);
    return result ? name(*result) : "unknown";
}

BOOST_AUTO_TEST_SUITE(bearer_scheme)

BOOST_AUTO_TEST_CASE(the_scheme_is_read_in_any_letter_case_and_followed_by_spaces) {
    for (const std::string value : {"Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "bEaReR   a.b.c"})
        BOOST_TEST((bearer_token(value) == "a.b.c"), value);
}

BOOST_AUTO_TEST_CASE(another_scheme_or_no_token_is_no_bearer_token) {
    for (const std::string value : {"", "Bearer", "Bearer ", "Bearer   ", "Bearera.b.c", "a.b.c", "Basic a:b",
                                    " Bearer a", "Bearer\ta.b", "Bearer,a", "Bear", "Digest a", "BearerX a",
                                    "\x02"
                                    "earer a"})
        BOOST_TEST(!bearer_token(value).has_value(), "value: " << value);
}

BOOST_AUTO_TEST_CASE(what_follows_the_token_stays_in_it_for_the_verifier_to_refuse) {
    BOOST_TEST((bearer_token("Bearer a.b.c ") == "a.b.c "));
    BOOST_TEST((bearer_token("Bearer a.b.c, Basic x") == "a.b.c, Basic x"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(authenticator, Fixture)

BOOST_AUTO_TEST_CASE(a_bearer_token_tells_who_is_calling_and_is_recalled_without_another_verification) {
    auto auth = make();
    const auto token = bearer(kOld);
    BOOST_TEST(recalled(auth, token) == "unknown");
    const auto verified = auth.authenticate(token);
    BOOST_REQUIRE(name(verified) == "accepted");
    BOOST_REQUIRE(recalled(auth, token) == "accepted");
    for (const auto& result : {verified, auth.authenticate(token), *auth.recall(token)}) {
        BOOST_TEST(std::get<VerifiedToken>(result).user.str() == "alice");
        BOOST_TEST((std::get<VerifiedToken>(result).expires_at == kStart + 1h));
    }
    BOOST_TEST(recalled(auth, bearer(kOld, 2h)) == "unknown");
}

BOOST_AUTO_TEST_CASE(who_brings_no_token_is_known_at_once_and_who_brings_a_bad_one_never) {
    auto auth = make();
    const auto token = bearer(kOld);
    for (const std::string none : {"", "Basic YTpi"}) {
        BOOST_TEST(recalled(auth, none) == "no_bearer_token");
        BOOST_TEST(outcome(auth, none) == "no_bearer_token");
    }
    for (const auto& [bad, reason] : std::vector<std::pair<std::string, std::string>>{
             {token + ' ', "malformed_token"},
             {token + ", " + token, "malformed_token"},
             {"Bearer " + token, "malformed_token"},
             {bearer(kNew), "unknown_key"},
         }) {
        for (int i = 0; i < 2; ++i) {
            BOOST_TEST(recalled(auth, bad) == "unknown");
            BOOST_TEST(outcome(auth, bad) == reason);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_neither_recalled_nor_accepted_from_the_moment_it_expires) {
    auto auth = make();
    const auto token = bearer(kOld, 60s);
    BOOST_TEST(outcome(auth, token) == "accepted");
    now = kStart + 60s - 1us;
    BOOST_TEST(recalled(auth, token) == "accepted");
    BOOST_TEST(outcome(auth, token) == "accepted");
    now = kStart + 60s;
    BOOST_TEST(recalled(auth, token) == "unknown");
    BOOST_TEST(outcome(auth, token) == "expired");
}

BOOST_AUTO_TEST_CASE(the_rules_of_the_settings_are_applied) {
    AuthenticatorSettings settings;
    settings.rules.issuer = "https://id.example";
    auto auth = make(std::move(settings));
    BOOST_TEST(outcome(auth, bearer(kOld)) == "wrong_issuer");
}

BOOST_AUTO_TEST_CASE(more_tokens_than_the_cache_holds_are_all_accepted) {
    AuthenticatorSettings settings;
    settings.cache_max_entries = 1;
    auto auth = make(std::move(settings));
    const auto first = bearer(kOld, 60s);
    const auto second = bearer(kOld, 61s);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(outcome(auth, first) == "accepted");
        BOOST_TEST(outcome(auth, second) == "accepted");
    }
}

BOOST_AUTO_TEST_CASE(a_new_key_file_is_in_force_within_a_second_and_removed_keys_stop_at_once) {
    auto auth = make();
    const auto token = bearer(kOld);
    BOOST_TEST(outcome(auth, token) == "accepted");
    file.write(kNew);
    now = kStart + 1s - 1us;
    BOOST_TEST(recalled(auth, token) == "accepted");
    BOOST_TEST(outcome(auth, token) == "accepted");
    now = kStart + 1s;
    BOOST_TEST(recalled(auth, token) == "unknown");  // To recall one reads the file as well.
    BOOST_TEST(outcome(auth, token) == "unknown_key");
    BOOST_TEST(outcome(auth, bearer(kNew)) == "accepted");
    BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_key_that_changes_under_its_name_makes_the_remembered_token_invalid) {
    auto auth = make();
    const auto token = bearer(kOld);
    BOOST_TEST(outcome(auth, token) == "accepted");
    // Of the same size, and perhaps within one tick of the file's clock.
    file.write(test::jwks({test::hmac_jwk("old", 'x')}));
    now = kStart + 1s;
    BOOST_TEST(outcome(auth, token) == "bad_signature");
}

BOOST_AUTO_TEST_CASE(the_file_is_read_no_more_often_than_the_interval_says) {
    AuthenticatorSettings settings;
    settings.reload_check_interval = 10s;
    auto auth = make(std::move(settings));
    file.replace(kNew);
    now = kStart + 9s;
    BOOST_TEST(outcome(auth, bearer(kNew)) == "unknown_key");
    now = kStart + 10s;
    BOOST_TEST(outcome(auth, bearer(kNew)) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_refused_leaves_the_keys_in_force_and_is_warned_of_once) {
    auto auth = make();
    file.replace("{\"keys\":");
    for (int second = 1; second <= 3; ++second) {
        now = kStart + std::chrono::seconds{second};
        BOOST_TEST(outcome(auth, bearer(kOld)) == "accepted");
    }
    BOOST_REQUIRE(warnings.size() == 1U);
    BOOST_TEST(warnings[0].find(file.path().string() + ": JWKS: not one JSON object") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_file_is_read_while_nobody_calls_and_a_refused_one_is_told) {
    const auto& refused = runtime::counters().jwks_file_refused;
    auto auth = make();
    file.replace("{\"keys\":");
    auth.read_keys_if_due();
    BOOST_TEST(refused.value() == 0);  // Not due.
    now = kStart + 1s;
    auth.read_keys_if_due();
    BOOST_TEST(refused.value() == 1);
    BOOST_TEST(warnings.size() == 1U);
    file.replace(kNew);
    now = kStart + 2s;
    auth.read_keys_if_due();
    BOOST_TEST(refused.value() == 0);
    BOOST_TEST(outcome(auth, bearer(kOld)) == "unknown_key");
}

BOOST_AUTO_TEST_CASE(keys_that_cannot_be_used_are_skipped_reported_once_and_counted) {
    const auto& counters = runtime::counters();
    auto auth = make();
    BOOST_TEST(counters.jwks_keys_usable.value() == 1);
    BOOST_TEST(counters.jwks_keys_skipped.value() == 0);
    const auto good = test::hmac_jwk("new", 'n');
    file.replace(test::jwks({R"("kty":"OKP","crv":"Ed25519","kid":"ed")", good, good + R"(,"use":"enc")"}));
    for (int second = 1; second <= 3; ++second) {
        now = kStart + std::chrono::seconds{second};
        BOOST_TEST(outcome(auth, bearer(kNew)) == "accepted");
    }
    BOOST_REQUIRE(warnings.size() == 1U);
    BOOST_TEST(warnings[0] ==
               "keys of " + file.path().string() +
                   " that cannot be used are skipped: JWKS key 0 (kid \"ed\"): 'kty' is none of oct, EC, "
                   "RSA; JWKS key 2 (kid \"new\"): 'use' is not \"sig\"");
    BOOST_TEST(counters.jwks_keys_usable.value() == 1);
    BOOST_TEST(counters.jwks_keys_skipped.value() == 2);
    // And a handler starts with such a file.
    auto another = make();
    BOOST_TEST(outcome(another, bearer(kNew)) == "accepted");
}

BOOST_AUTO_TEST_CASE(nobody_waits_while_another_thread_looks_at_the_file) {
    // The warning comes in the middle of such a look. Were the others to wait for its end, this would never end.
    std::string_view meanwhile;
    Authenticator* waiting = nullptr;
    AuthenticatorSettings settings;
    settings.jwks_file = file.path();
    const auto token = bearer(kOld);
    Authenticator auth{settings, [this] { return now.load(); },
                       [&](const std::string&) {
                           now = now.load() + 5s;  // So that the other one finds a check due as well.
                           std::thread{[&] { meanwhile = outcome(*waiting, token); }}.join();
                       }};
    waiting = &auth;
    file.replace("garbage");
    now = kStart + 1s;
    BOOST_TEST(outcome(auth, token) == "accepted");
    BOOST_TEST(meanwhile == "accepted");
}

BOOST_AUTO_TEST_CASE(many_threads_may_verify_while_the_file_is_replaced) {
    constexpr int kReaders = 4;
    constexpr int kRounds = 400;
    constexpr int kReplacements = 40;
    const auto rsa = test::shared_rsa().private_members() + R"(,"kid":"rsa","alg":"RS256")";
    const auto ec = TestKey::ec("P-256").private_members() + R"(,"kid":"ec")";
    const auto with_old = test::jwks({test::hmac_jwk("both", 'b'), test::hmac_jwk("old", 'o'), rsa, ec});
    const auto with_new = test::jwks({test::hmac_jwk("both", 'b'), test::hmac_jwk("new", 'n'), rsa, ec});
    file.replace(with_old);
    AuthenticatorSettings settings;
    settings.cache_max_entries = 2;  // So that tokens are verified again and again.
    auto auth = make(std::move(settings));

    const auto keys = KeySet::parse(with_old);
    std::vector<std::string> always;
    for (const std::string kid : {"both", "rsa", "ec"}) {
        always.push_back(
            "Bearer " + TokenSigner{keys, "JWT", kid}.sign({*UserId::parse("alice"), kStart, kStart + 1h, {}, {}, {}}));
    }
    const auto sometimes = bearer(kOld);
    const auto never = bearer(test::jwks({test::hmac_jwk("both", 'x')}));

    std::atomic<int> wrongly_refused{0};
    std::atomic<int> wrongly_accepted{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < kReaders; ++reader) {
        readers.emplace_back([&] {
            for (int round = 0; round < kRounds; ++round) {
                for (const auto& token : always) wrongly_refused += outcome(auth, token) == "accepted" ? 0 : 1;
                wrongly_accepted += outcome(auth, never) == "bad_signature" ? 0 : 1;
                const auto changing = outcome(auth, sometimes);
                wrongly_refused += changing == "accepted" || changing == "unknown_key" ? 0 : 1;
            }
        });
    }
    for (int i = 1; i <= kReplacements; ++i) {
        file.replace(i % 2 == 0 ? with_old : with_new);
        now = kStart + std::chrono::seconds{i};
        // Each file is in force before the next one comes, whoever of the threads reads it.
        const auto expected = i % 2 == 0 ? "accepted" : "unknown_key";
        while (outcome(auth, sometimes) != expected) std::this_thread::yield();
    }
    for (auto& reader : readers) reader.join();

    BOOST_TEST(wrongly_refused.load() == 0);
    BOOST_TEST(wrongly_accepted.load() == 0);
    BOOST_TEST(warnings.empty());
    BOOST_TEST(outcome(auth, sometimes) == "accepted");  // The last replacement was an even one.
}

BOOST_AUTO_TEST_CASE(a_bad_file_at_the_start_is_an_error) {
    file.write("{}");
    BOOST_CHECK_THROW(make(), KeySetError);
}

BOOST_AUTO_TEST_CASE(settings_out_of_their_bounds_are_refused) {
    const auto with = [this](std::size_t entries, std::chrono::seconds interval) {
        AuthenticatorSettings settings;
        settings.cache_max_entries = entries;
        settings.reload_check_interval = interval;
        auto auth = make(std::move(settings));
    };
    BOOST_CHECK_NO_THROW(with(1, 1s));
    BOOST_CHECK_NO_THROW(with(1'000'000, 3600s));
    BOOST_CHECK_THROW(with(0, 1s), std::invalid_argument);
    BOOST_CHECK_THROW(with(1'000'001, 1s), std::invalid_argument);
    BOOST_CHECK_THROW(with(1, 0s), std::invalid_argument);
    BOOST_CHECK_THROW(with(1, 3601s), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::authenticator_test
