#include "realtime/realtime_token.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "auth/token_signer.hpp"
#include "unit/realtime/tokens.hpp"

namespace likes::realtime::realtime_token_test {

using namespace std::chrono_literals;
using auth::test::make_token;
using test::chat;
using test::kHeader;
using test::kStart;

const auth::TokenVerifier& verifier() {
    static const auth::TokenVerifier instance{auth::KeySet::parse(test::key_file()), realtime_token_rules()};
    return instance;
}

const auth::TokenSigner& signer() {
    static const auth::TokenSigner instance{auth::KeySet::parse(test::key_file()), kRealtimeTokenType};
    return instance;
}

std::string_view outcome(std::string_view token, Time now = kStart) {
    const auto result = read_realtime_token(token, verifier(), 1h, now);
    const auto* refusal = std::get_if<Refusal>(&result);
    return refusal == nullptr ? "accepted" : refusal->reason;
}

/// What a good token says.
RealtimeToken read(std::string_view token, Time now = kStart) {
    BOOST_REQUIRE(outcome(token, now) == "accepted");
    return std::get<RealtimeToken>(read_realtime_token(token, verifier(), 1h, now));
}

std::string with_claims(std::string_view claims) {
    return make_token(test::signing_key(), "HS256", kHeader, claims);
}

std::string with_acl(std::string_view acl) {
    return with_claims(test::claims("alice", acl, kStart, kStart + 15min));
}

/// So many different chats.
std::vector<Uuid> chats(std::size_t count) {
    std::vector<Uuid> list;
    for (std::size_t i = 0; i < count; ++i) {
        Uuid::Bytes bytes{};
        bytes[0] = static_cast<std::uint8_t>(i);
        list.emplace_back(bytes);
    }
    return list;
}

/// `{"sub":[…]}` with so many different topics.
std::string acl_of(std::size_t count) {
    std::string topics;
    for (const auto& each : chats(count)) topics += (topics.empty() ? "\"" : ",\"") + events_topic(each) + '"';
    return R"({"sub":[)" + topics + "]}";
}

BOOST_AUTO_TEST_SUITE(realtime_token)

BOOST_AUTO_TEST_CASE(a_token_tells_the_user_the_times_and_the_chats) {
    const auto token = read(test::token("alice", {chat('2'), chat('1'), chat('2')}, kStart + 123456us), kStart + 1s);
    BOOST_TEST(token.user.str() == "alice");
    BOOST_TEST((token.issued_at == kStart + 123456us));
    BOOST_TEST((token.expires_at - (kStart + 15min + 123456us) <= 1us));
    BOOST_TEST((token.chats == std::vector{chat('1'), chat('2')}));
}

BOOST_AUTO_TEST_CASE(what_is_minted_is_read_again_up_to_as_many_chats_as_a_token_may_name) {
    for (const std::size_t count : {std::size_t{1}, RealtimeToken::kChatsMax}) {
        const RealtimeToken minted{*UserId::parse(std::string(UserId::kMaxLength, 'x')), kStart, kStart + 15min,
                                   chats(count)};
        const auto token = read(mint(minted, signer()));
        BOOST_TEST(token.user.str() == minted.user.str());
        BOOST_TEST((token.issued_at == minted.issued_at));
        BOOST_TEST((token.expires_at == minted.expires_at));
        BOOST_TEST((token.chats == minted.chats));
    }
}

BOOST_AUTO_TEST_CASE(a_token_may_open_its_users_notices_with_chats_or_alone) {
    BOOST_TEST(!read(test::token("alice", {chat('1')})).notices);
    const auto both = read(test::token_with_notices("alice", chat('1')));
    BOOST_TEST(both.notices);
    BOOST_TEST((both.chats == std::vector{chat('1')}));
    const auto alone = read(test::token_with_notices("alice"));
    BOOST_TEST(alone.notices);
    BOOST_TEST(alone.chats.empty());
    for (const std::size_t count : {std::size_t{0}, RealtimeToken::kChatsMax}) {
        const RealtimeToken minted{*UserId::parse("auth0|a/b+c"), kStart, kStart + 15min, chats(count), true};
        const auto token = read(mint(minted, signer()));
        BOOST_TEST(token.user.str() == minted.user.str());
        BOOST_TEST((token.chats == minted.chats));
        BOOST_TEST(token.notices);
    }
}

BOOST_AUTO_TEST_CASE(a_token_that_names_the_notices_of_another_or_names_them_in_another_way_is_refused) {
    const auto own = test::notices_topic_of("alice");
    const auto with = [](const std::string& user, std::initializer_list<std::string> topics) {
        return outcome(with_claims(test::claims(user, test::acl_of_topics(topics), kStart, kStart + 15min)));
    };
    BOOST_TEST(with("alice", {own}) == "accepted");
    BOOST_TEST(with("alice", {own, own}) == "malformed_acl");
    for (const std::string topic :
         {"users/bob/notices", "users/Alice/notices", "users/alice /notices", "users/%61lice/notices",
          "users/+/notices", "users/#", "users/alice/notices/#", "users/alice/", "users//notices",
          "$share/g/users/alice/notices", "users/alice/events", "chats/alice/notices"}) {
        BOOST_TEST_INFO_SCOPE("topic: " << topic);
        BOOST_TEST(with("alice", {topic}) == "malformed_acl");
        BOOST_TEST(with("alice", {events_topic(chat('1')), topic}) == "malformed_acl");
        BOOST_TEST(with("alice", {own, topic}) == "malformed_acl");
    }
    BOOST_TEST(with("a/b", {"users/a%2Fb/notices"}) == "accepted");
    for (const std::string topic : {"users/a/b/notices", "users/a%2fb/notices", "users/a%252Fb/notices"}) {
        BOOST_TEST_INFO_SCOPE("topic: " << topic);
        BOOST_TEST(with("a/b", {topic}) == "malformed_acl");
    }
}

BOOST_AUTO_TEST_CASE(the_notices_take_no_place_from_the_chats) {
    const auto with_notices = [](std::size_t count) {
        auto acl = acl_of(count);
        acl.insert(acl.size() - 2, ",\"" + test::notices_topic_of("alice") + '"');
        return outcome(with_acl(acl));
    };
    BOOST_TEST(with_notices(100) == "accepted");
    BOOST_TEST(with_notices(101) == "malformed_acl");
}

/// With the longest of all keys: its signature has 1024 bytes in place of the 32 of the tests' key, its kid 128
/// characters in place of one.
BOOST_AUTO_TEST_CASE(the_longest_token_that_is_minted_is_not_too_long_to_be_read) {
    // Each character of this id is three in the topic.
    const RealtimeToken longest{*UserId::parse(std::string(UserId::kMaxLength, '/')), kStart, kStart + 24h,
                                chats(RealtimeToken::kChatsMax), true};
    const auto in_base64url = [](std::size_t bytes) { return (bytes * 4 + 2) / 3; };
    BOOST_TEST(mint(longest, signer()).size() + in_base64url(1024) - in_base64url(32) + in_base64url(127) + 2 <=
               realtime_token_rules().max_token_bytes);
}

/// A token that seemed to be issued later than it was would open a chat that its user has left in between.
BOOST_AUTO_TEST_CASE(a_minted_token_is_issued_no_later_and_ends_no_later_than_it_was_asked_for) {
    const RealtimeToken minted{*UserId::parse("alice"), kStart + 999'999us, kStart + 15min + 999'999us, {chat('1')}};
    const auto token = read(mint(minted, signer()), kStart + 1s);
    BOOST_TEST((token.issued_at == kStart));
    BOOST_TEST((token.expires_at == kStart + 15min));
}

BOOST_AUTO_TEST_CASE(the_time_of_issue_is_read_to_the_microsecond) {
    for (const auto fraction : {0us, 1us, 7us, 123456us, 999999us}) {
        BOOST_TEST_INFO_SCOPE("fraction: " << fraction.count());
        const auto token = read(test::token("alice", {chat('1')}, kStart + fraction), kStart + 1s);
        BOOST_TEST((token.issued_at == kStart + fraction));
    }
}

BOOST_AUTO_TEST_CASE(tokens_that_are_no_password_are_refused) {
    const auto good = test::claims("alice", test::acl({chat('1')}), kStart, kStart + 15min);
    const auto key = test::signing_key();
    const std::vector<std::pair<std::string, std::string_view>> cases{
        {"", "malformed_token"},
        {"password", "malformed_token"},
        {std::string(realtime_token_rules().max_token_bytes + 1, 'x'), "too_long"},
        {make_token(key, "HS256", R"({"alg":"HS256","typ":"JWT","kid":"k"})", good), "unsupported_header"},
        {make_token(key, "HS256", R"({"alg":"HS256","typ":"at+jwt","kid":"k"})", good), "unsupported_header"},
        {make_token(key, "HS256", R"({"alg":"HS256","kid":"k"})", good), "unsupported_header"},
        {make_token(key, "HS256", R"({"alg":"HS256","typ":"mqtt+jwt","kid":"other"})", good), "unknown_key"},
        {make_token(key, "HS256", R"({"alg":"none","typ":"mqtt+jwt","kid":"k"})", good), "wrong_algorithm"},
        {make_token(key, "HS256", R"({"alg":"RS256","typ":"mqtt+jwt","kid":"k"})", good), "wrong_algorithm"},
        {make_token(test::signing_key('z'), "HS256", kHeader, good), "bad_signature"},
        {test::token("alice", {chat('1')}, kStart - 15min), "expired"},
        {test::token("alice", {chat('1')}, kStart + 31s), "not_yet_valid"},
        {test::token("alice", {chat('1')}, kStart, 3601s), "lives_too_long"},
        {test::token("a b", {chat('1')}), "bad_subject"},
    };
    for (const auto& [token, reason] : cases) BOOST_TEST(outcome(token) == reason);
    BOOST_TEST(outcome(test::token("alice", {chat('1')}, kStart, 3600s)) == "accepted");
}

BOOST_AUTO_TEST_CASE(the_time_of_issue_is_required) {
    const std::string rest = R"("sub":"alice","exp":1800000900,"acl":)" + test::acl({chat('1')}) + '}';
    BOOST_TEST(outcome(with_claims("{\"iat\":1800000000," + rest)) == "accepted");
    BOOST_TEST(outcome(with_claims("{" + rest)) == "no_issue_time");
    BOOST_TEST(outcome(with_claims("{\"iat\":\"1800000000\"," + rest)) == "malformed_claims");
    BOOST_TEST(outcome(with_claims("{\"iat\":null," + rest)) == "malformed_claims");
    BOOST_TEST(outcome(with_claims("{\"iat\":-1," + rest)) == "malformed_claims");
    BOOST_TEST(outcome(with_claims("{\"iat\":0," + rest)) == "lives_too_long");
}

BOOST_AUTO_TEST_CASE(an_access_list_is_exactly_of_our_form) {
    const auto topic = '"' + events_topic(chat('1')) + '"';
    BOOST_TEST(outcome(with_acl("{\"sub\":[" + topic + "]}")) == "accepted");
    BOOST_TEST(outcome(with_acl(acl_of(100))) == "accepted");
    const std::vector<std::string> without_a_topic{"null",
                                                   "[]",
                                                   "{}",
                                                   R"("#")",
                                                   R"({"sub":[]})",
                                                   R"({"sub":[["#"]]})",
                                                   R"({"sub":["$SYS/#"]})",
                                                   R"({"sub":["chats/AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA/events"]})"};
    const std::vector<std::string> around_a_topic{"[" + topic + "]",
                                                  R"({"sub":)" + topic + "}",
                                                  R"({"sub":{"0":)" + topic + "}}",
                                                  R"({"pub":[],"sub":[)" + topic + "]}",
                                                  R"({"all":[],"sub":[)" + topic + "]}",
                                                  R"({"pub":[)" + topic + "]}",
                                                  R"({"all":[)" + topic + "]}",
                                                  R"({"sub":[)" + topic + R"(,"#"]})",
                                                  R"({"sub":[)" + topic + R"(,"chats/+/events"]})",
                                                  R"({"sub":[)" + topic + ",1]}",
                                                  R"({"sub":[)" + topic + ",null]}",
                                                  acl_of(101)};
    for (const auto& acls : {without_a_topic, around_a_topic}) {
        for (const auto& acl : acls) {
            BOOST_TEST_INFO_SCOPE("acl: " << acl.substr(0, 120));
            BOOST_TEST(outcome(with_acl(acl)) == "malformed_acl");
        }
    }
    BOOST_TEST(outcome(with_claims(R"({"sub":"alice","iat":1800000000,"exp":1800000900})")) == "malformed_acl");
    BOOST_TEST(outcome(with_acl("{\"sub\":[],\"sub\":[" + topic + "]}")) == "malformed_claims");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::realtime::realtime_token_test
