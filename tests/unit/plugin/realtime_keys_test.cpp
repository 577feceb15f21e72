#include "plugin/realtime_keys.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "unit/base/scratch_file.hpp"
#include "unit/realtime/tokens.hpp"

namespace likes::plugin::realtime_keys_test {

using namespace std::chrono_literals;
using auth::test::hmac_jwk;
using auth::test::jwks;
using auth::test::make_token;
using realtime::test::chat;
using realtime::test::kStart;

struct Fixture {
    Fixture() { file.write(jwks({hmac_jwk("old", 'o')})); }

    RealtimeKeys make() {
        return {file.path(), [this](Level, const std::string& line) { lines.push_back(line); }, kStart};
    }

    static bool accepts(const RealtimeKeys& keys, const std::string& kid, char fill) {
        const auto token = make_token(
            realtime::test::signing_key(fill), "HS256", R"({"alg":"HS256","typ":"mqtt+jwt","kid":")" + kid + "\"}",
            realtime::test::claims("alice", realtime::test::acl({chat('1')}), kStart, kStart + 15min));
        return std::holds_alternative<auth::VerifiedClaims>(keys.verifier().verify_claims(token, kStart));
    }

    likes::test::ScratchFile file;
    std::vector<std::string> lines;
};

BOOST_FIXTURE_TEST_SUITE(realtime_keys, Fixture)

BOOST_AUTO_TEST_CASE(keys_rotate_while_the_broker_runs) {
    auto keys = make();
    BOOST_TEST(accepts(keys, "old", 'o'));
    BOOST_TEST(!accepts(keys, "new", 'n'));

    file.replace(jwks({hmac_jwk("new", 'n'), hmac_jwk("old", 'o')}));
    keys.read_if_due(kStart + 999ms);
    BOOST_TEST(!accepts(keys, "new", 'n'));
    keys.read_if_due(kStart + 1s);
    BOOST_TEST(accepts(keys, "new", 'n'));
    BOOST_TEST(accepts(keys, "old", 'o'));

    file.write(jwks({hmac_jwk("new", 'n')}));
    keys.read_if_due(kStart + 2s);
    BOOST_TEST(!accepts(keys, "old", 'o'));
    BOOST_TEST(lines.empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_changes_nothing_and_is_warned_of_once) {
    auto keys = make();
    file.write("{");
    for (int second = 1; second < 5; ++second) keys.read_if_due(kStart + std::chrono::seconds{second});
    BOOST_TEST(lines.size() == 1U);
    BOOST_TEST(accepts(keys, "old", 'o'));
}

BOOST_AUTO_TEST_CASE(without_keys_there_is_no_start) {
    file.write(R"({"keys":[]})");
    BOOST_CHECK_THROW(make(), auth::KeySetError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::plugin::realtime_keys_test
