// What is sent to each kind of push service.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "base/base64url.hpp"
#include "base/text.hpp"
#include "push/apns.hpp"
#include "push/fcm.hpp"
#include "push/pem_key.hpp"
#include "push/web_request.hpp"
#include "push/wording.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/push/decoder.hpp"
#include "unit/push/messages.hpp"

namespace likes::push::requests_test {

using namespace std::chrono_literals;
using auth::KeySetError;
using auth::test::TestKey;
using test::message_of;
using test::summary_of;

constexpr Time kNow{1'800'000'000s};

auth::JwsKey verifying(const TestKey& key, const std::string& more = "") {
    return *auth::KeySet::parse(auth::test::jwks({key.public_members() + more})).keys()[0].verifying;
}

/// The longest names and titles that there are, in the characters that take most.
Message longest() {
    auto message = message_of(std::vector<std::string>(3, std::string(400, '\x01')), 3, 4'000'000'000);
    message.chat_title = std::string(800, '\x01');
    return message;
}

struct Worded {
    Message message;
    Wording wording;
};

std::ostream& operator<<(std::ostream& out, const Worded& one) {
    return out << one.wording.key;
}

const std::vector<Worded> kWorded{
    {message_of({"Ann"}, 1, 1), {"LIKES_ONE", {"Ann"}}},
    {message_of({"Ann"}, 1, 3), {"LIKES_ONE", {"Ann"}}},
    {message_of({"Ann", "Bob"}, 2, 2), {"LIKES_TWO", {"Ann", "Bob"}}},
    {message_of({"Ann", "Bob", "Carol"}, 3, 3), {"LIKES_MANY", {"Ann", "2"}}},
    {message_of({"Ann", "Bob", "Carol"}, 5, 6), {"LIKES_MANY", {"Ann", "4"}}},
    // Whoever was blocked since is counted still, and not named.
    {message_of({"Ann"}, 2, 2), {"LIKES_MANY", {"Ann", "1"}}},
    {message_of({}, 5, 6), {"LIKES_PEOPLE", {"5"}}},
    {message_of({"Ann", "Bob", "Carol"}, 0, 1234), {"LIKES_REACTIONS", {"1234"}}},
    {summary_of(12), {"LIKES_SUMMARY", {"12"}}},
};

BOOST_AUTO_TEST_SUITE(requests)

BOOST_DATA_TEST_CASE(the_words_are_a_key_of_the_app_and_arguments, boost::unit_test::data::make(kWorded), one) {
    const auto [key, arguments] = wording_of(one.message);
    BOOST_TEST(key == one.wording.key);
    BOOST_TEST(arguments == one.wording.arguments, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_web_push_tells_the_worker_numbers_and_names) {
    auto message = message_of({"Ann", "B\"ob"}, 2, 3);
    BOOST_TEST(web_payload(message) ==
               R"({"v":1,"tag":"m.22222222-2222-4222-8222-000000000001",)"
               R"("message_id":"22222222-2222-4222-8222-000000000001",)"
               R"("chat_id":"11111111-1111-4111-8111-111111111111","actors":2,"reactions":3,"names":["Ann","B\"ob"],)"
               R"("raised_at":"2027-01-15T08:00:00Z","unread":3,"unread_capped":false})");
    message.names.clear();
    message.chat_title = "Team";
    BOOST_TEST(web_payload(message).find("names") == std::string::npos);
    BOOST_TEST(web_payload(message).find(R"("chat":"Team")") != std::string::npos);
    BOOST_TEST(web_payload(summary_of(12)) ==
               R"({"v":1,"tag":"likes","messages":12,)"
               R"("raised_at":"2027-01-15T08:00:00Z","unread":100,"unread_capped":true})");
}

BOOST_AUTO_TEST_CASE(a_web_push_has_the_headers_of_rfc_8030_and_a_body_that_only_the_browser_reads) {
    const test::Browser browser;
    const auto endpoint = *Endpoint::parse("https://updates.push.services.mozilla.com/wpush/v2/abc");
    const auto message = message_of({"Ann"}, 1, 1);
    const auto request =
        web_request(endpoint, {browser.key, browser.auth}, "vapid t=x, k=y", message, 86'400s, OneTime::fresh());
    BOOST_TEST(request.url == endpoint.url());
    const std::vector<std::string> expected{"TTL: 86400",
                                            "Urgency: low",
                                            "Topic: " + topic_of(message.tag),
                                            "Content-Encoding: aes128gcm",
                                            "Content-Type: application/octet-stream",
                                            "Authorization: vapid t=x, k=y"};
    BOOST_TEST(request.headers == expected, boost::test_tools::per_element());
    BOOST_TEST(test::decode(request.body, browser.key, browser.auth) == web_payload(message));
    BOOST_TEST(request.body.size() <= 4096U);
}

BOOST_AUTO_TEST_CASE(a_topic_has_32_characters_that_are_the_same_for_the_same_message_only) {
    BOOST_TEST(topic_of("m.1").size() == 32U);
    BOOST_TEST(topic_of("m.1") == topic_of("m.1"));
    BOOST_TEST(topic_of("m.1") != topic_of("m.2"));
    BOOST_TEST(topic_of("m.1").find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_longest_names_fit_into_every_push) {
    BOOST_TEST(web_payload(longest()).size() <= kPayloadMax);
    const ApnsTarget target{"api.push.apple.com", "com.example.chat", std::string(64, 'a')};
    BOOST_TEST(apns_request(target, "t", longest(), test::kMessage, kNow).body.size() <= 4096U);
    auto crowd = longest();
    crowd.actors = 5;
    BOOST_TEST(apns_request(target, "t", crowd, test::kMessage, kNow).body.size() <= 4096U);
}

BOOST_AUTO_TEST_CASE(names_are_cut_at_a_character_and_are_utf_8) {
    BOOST_TEST(shortened("Ann") == "Ann");
    BOOST_TEST(shortened("\xd0\x90\xd0\xbd\xd1\x8f", 2) == "\xd0\x90\xd0\xbd");
    BOOST_TEST(shortened("a\xff") == "a\xef\xbf\xbd");
    BOOST_TEST(shortened(std::string(200, 'x')).size() == kNameMax);
}

BOOST_AUTO_TEST_CASE(a_push_to_apple_has_its_headers_and_a_key_of_the_apps_words) {
    auto message = message_of({"Ann", "Bob"}, 5, 6);
    message.chat_title = "Team";
    const ApnsTarget target{"api.push.apple.com", "com.example.chat", std::string(64, 'a')};
    const auto id = *Uuid::parse("01234567-89ab-8def-8123-456789abcdef");
    const auto request = apns_request(target, "jwt", message, id, kNow + 24h);
    BOOST_TEST(request.url == "https://api.push.apple.com/3/device/" + std::string(64, 'a'));
    const std::vector<std::string> expected{"authorization: bearer jwt",
                                            "apns-topic: com.example.chat",
                                            "apns-push-type: alert",
                                            "apns-priority: 5",
                                            "apns-expiration: 1800086400",
                                            "apns-collapse-id: m.22222222-2222-4222-8222-000000000001",
                                            "apns-id: 01234567-89ab-8def-8123-456789abcdef",
                                            "content-type: application/json"};
    BOOST_TEST(request.headers == expected, boost::test_tools::per_element());
    BOOST_TEST(request.body == R"({"aps":{"alert":{"loc-key":"LIKES_MANY","loc-args":["Ann","4"],"subtitle":"Team"},)"
                               R"("badge":3,"thread-id":"11111111-1111-4111-8111-111111111111"},)"
                               R"("tag":"m.22222222-2222-4222-8222-000000000001",)"
                               R"("message_id":"22222222-2222-4222-8222-000000000001"})");
    BOOST_TEST(message.tag.size() <= 64U);
}

BOOST_AUTO_TEST_CASE(a_device_token_of_apple_is_hexadecimal) {
    BOOST_TEST(is_apns_token(std::string(64, 'a')));
    BOOST_TEST(is_apns_token(std::string(200, 'F')));
    for (const auto& bad : {std::string{}, std::string(62, 'a'), std::string(65, 'a'), std::string(202, 'a'),
                            std::string(62, 'a') + "/.", std::string(63, 'a') + "g"}) {
        BOOST_TEST(!is_apns_token(bad));
    }
}

BOOST_AUTO_TEST_CASE(apples_token_names_key_and_team_and_is_made_anew_every_50_minutes) {
    const auto key = TestKey::ec("P-256");
    ApnsToken token{parse_p256_pem(key.private_pem()), "ABC123DEFG", "DEF123GHIJ"};
    const auto first = token.current(kNow);
    BOOST_TEST(verifying(key).verified_payload(first).value() == R"({"iss":"DEF123GHIJ","iat":1800000000})");
    BOOST_TEST(base64url_decode(std::string{split(first, '.')[0]}).value() ==
               R"({"alg":"ES256","typ":"JWT","kid":"ABC123DEFG"})");
    BOOST_TEST(token.current(kNow + 50min - 1us) == first);
    const auto second = token.current(kNow + 50min);
    BOOST_TEST(second != first);
    BOOST_TEST(token.current(kNow + 99min) == second);
}

BOOST_AUTO_TEST_CASE(apples_token_is_never_made_twice_within_20_minutes_whatever_apple_says) {
    ApnsToken token{parse_p256_pem(TestKey::ec("P-256").private_pem()), "ABC123DEFG", "DEF123GHIJ"};
    const auto first = token.current(kNow);
    BOOST_TEST(!token.renew(kNow + 20min - 1us));
    BOOST_TEST(token.current(kNow + 20min - 1us) == first);
    BOOST_TEST(token.renew(kNow + 20min));
    BOOST_TEST(token.current(kNow + 20min) != first);
}

BOOST_AUTO_TEST_CASE(a_key_in_pem_has_to_be_of_its_kind_and_an_error_never_holds_it) {
    const auto ec = TestKey::ec("P-256").private_pem();
    const auto rsa = auth::test::shared_rsa().private_pem();
    const std::vector<std::string> no_p256{"",
                                           "key",
                                           rsa,
                                           TestKey::ec("P-384").private_pem(),
                                           TestKey::ec("P-256").public_pem(),
                                           ec.substr(0, ec.size() / 2)};
    for (const auto& pem : no_p256) BOOST_CHECK_THROW(parse_p256_pem(pem), KeySetError);
    for (const auto& pem : {ec, TestKey::rsa(1024).private_pem(), std::string{"key"}}) {
        BOOST_CHECK_THROW(parse_rsa_pem(pem), KeySetError);
    }
    try {
        parse_p256_pem("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        BOOST_ERROR("accepted");
    } catch (const KeySetError& error) {
        BOOST_TEST(std::string{error.what()}.find("c2VjcmV0") == std::string::npos);
    }
}

std::string account_json(const std::string& replaced = "", const std::string& with = "") {
    std::string pem;
    for (const auto c : auth::test::shared_rsa().private_pem()) pem += c == '\n' ? std::string{"\\n"} : std::string{c};
    auto json =
        R"({"type":"service_account","project_id":"chat-1","private_key_id":"0123abcd","private_key":")" + pem +
        R"(","client_email":"push@chat-1.iam.gserviceaccount.com","token_uri":"https://oauth2.googleapis.com/token"})";
    if (!replaced.empty()) json.replace(json.find(replaced), replaced.size(), with);
    return json;
}

BOOST_AUTO_TEST_CASE(googles_assertion_is_that_of_rfc_7523) {
    const auto account = FcmAccount::parse(account_json());
    const auto request = fcm_token_request(account, kNow);
    BOOST_TEST(request.url == "https://oauth2.googleapis.com/token");
    BOOST_TEST(request.headers == std::vector<std::string>{"Content-Type: application/x-www-form-urlencoded"},
               boost::test_tools::per_element());
    const std::string before = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    BOOST_REQUIRE(request.body.starts_with(before));
    const auto assertion = request.body.substr(before.size());
    BOOST_TEST(verifying(auth::test::shared_rsa(), R"(,"alg":"RS256")").verified_payload(assertion).value() ==
               R"({"iss":"push@chat-1.iam.gserviceaccount.com",)"
               R"("scope":"https://www.googleapis.com/auth/firebase.messaging",)"
               R"("aud":"https://oauth2.googleapis.com/token","iat":1800000000,"exp":1800003600})");
    BOOST_TEST(base64url_decode(std::string{split(assertion, '.')[0]}).value() ==
               R"({"alg":"RS256","typ":"JWT","kid":"0123abcd"})");
}

BOOST_AUTO_TEST_CASE(a_service_account_sends_its_assertion_to_google_alone) {
    const std::vector<std::pair<std::string, std::string>> bad{
        {"https://oauth2.googleapis.com/token", "https://oauth2.googleapis.com.example.com/token"},
        {"https://oauth2.googleapis.com/token", "https://example.com/token"},
        {"https://oauth2.googleapis.com/token", "http://oauth2.googleapis.com/token"},
        {"https://oauth2.googleapis.com/token", "https://oauth2.googleapis.com@example.com/token"},
        {R"("project_id":"chat-1",)", ""},
        {R"("project_id":"chat-1")", R"("project_id":"../x")"},
        {R"("client_email":)", R"("no_email":)"},
        {R"("private_key_id":"0123abcd")", R"("private_key_id":1)"},
        {"BEGIN PRIVATE KEY", "BEGIN PUBLIC KEY"},
        {R"({"type")", R"(["type")"},
    };
    for (const auto& [from, to] : bad) {
        BOOST_TEST_INFO_SCOPE(from << " as " << to);
        BOOST_CHECK_THROW(FcmAccount::parse(account_json(from, to)), KeySetError);
    }
}

BOOST_AUTO_TEST_CASE(an_access_token_is_used_until_5_minutes_before_its_end) {
    const auto token =
        FcmToken::parse(R"({"access_token":"ya29.abc-_~+/=","expires_in":3599,"token_type":"Bearer"})", kNow);
    BOOST_REQUIRE(token.has_value());
    BOOST_TEST(token->token == "ya29.abc-_~+/=");
    BOOST_TEST((token->renewed_at == kNow + 3299s));
    BOOST_TEST((FcmToken::parse(R"({"access_token":"a","expires_in":1})", kNow)->renewed_at == kNow));
    for (const std::string bad :
         {"", "{}", R"({"access_token":"a"})", R"({"access_token":1,"expires_in":1})",
          R"({"access_token":"a\r\nX: y","expires_in":1})", R"({"access_token":"","expires_in":1})",
          R"({"access_token":"a","expires_in":-1})", R"({"access_token":"a","expires_in":"1"})"}) {
        BOOST_TEST_INFO_SCOPE(bad);
        BOOST_TEST(!FcmToken::parse(bad, kNow).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_push_to_google_replaces_the_one_before) {
    const auto account = FcmAccount::parse(account_json());
    const auto message = message_of({"Ann"}, 1, 1);
    const auto request = fcm_request(account, "ya29", "device-token-of-20-ch", message, 86'400s);
    BOOST_TEST(request.url == "https://fcm.googleapis.com/v1/projects/chat-1/messages:send");
    BOOST_TEST(request.headers[0] == "Authorization: Bearer ya29");
    BOOST_TEST(
        request.body ==
        R"({"message":{"token":"device-token-of-20-ch","data":{"tag":"m.22222222-2222-4222-8222-000000000001",)"
        R"("message_id":"22222222-2222-4222-8222-000000000001","chat_id":"11111111-1111-4111-8111-111111111111"},)"
        R"("android":{"collapse_key":"m.22222222-2222-4222-8222-000000000001","priority":"NORMAL","ttl":"86400s",)"
        R"("notification":{"tag":"m.22222222-2222-4222-8222-000000000001","body_loc_key":"LIKES_ONE",)"
        R"("body_loc_args":["Ann"],"notification_count":3}}}})");
}

BOOST_AUTO_TEST_CASE(a_device_token_of_google_has_its_characters) {
    BOOST_TEST(is_fcm_token("fMz1:APA91b-_" + std::string(100, 'x')));
    for (const auto& bad :
         {std::string{}, std::string(19, 'x'), std::string(2049, 'x'), std::string(30, '"'), std::string(30, '/')}) {
        BOOST_TEST(!is_fcm_token(bad));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::push::requests_test
