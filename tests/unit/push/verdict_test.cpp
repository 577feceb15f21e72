#include "push/verdict.hpp"

#include <chrono>
#include <ostream>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::push {

// NOLINTNEXTLINE(misc-use-internal-linkage): Boost.Test finds it by the type's namespace
std::ostream& operator<<(std::ostream& out, Verdict verdict) {
    constexpr std::array kNames{"sent", "gone", "ours", "renew token", "wait target", "wait host", "retry"};
    return out << kNames.at(static_cast<std::size_t>(verdict));
}

namespace verdict_test {

using namespace std::chrono_literals;

constexpr Time kRegistered{1'800'000'000s};

struct Case {
    Kind kind;
    int status;
    std::string body;
    Verdict verdict;
    std::optional<std::chrono::seconds> retry_after = {};
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << code_of(one.kind) << ' ' << one.status << ' ' << one.body;
}

const std::vector<Case> kCases{
    {Kind::kWeb, 201, "", Verdict::kSent},
    {Kind::kWeb, 200, "", Verdict::kSent},
    {Kind::kWeb, 202, "", Verdict::kSent},
    {Kind::kWeb, 204, "", Verdict::kSent},
    {Kind::kWeb, 404, "", Verdict::kGone},
    {Kind::kWeb, 410, "", Verdict::kGone},
    {Kind::kWeb, 400, "", Verdict::kOurs},
    {Kind::kWeb, 401, "", Verdict::kOurs},
    {Kind::kWeb, 403, R"({"reason":"Unregistered"})", Verdict::kOurs},
    {Kind::kWeb, 413, "", Verdict::kOurs},
    {Kind::kWeb, 302, "", Verdict::kOurs},
    {Kind::kWeb, 418, "", Verdict::kOurs},
    {Kind::kWeb, 429, "", Verdict::kWaitHost},
    {Kind::kWeb, 429, "", Verdict::kWaitHost, 30s},
    {Kind::kWeb, 408, "", Verdict::kRetry},
    {Kind::kWeb, 500, "", Verdict::kRetry},
    {Kind::kWeb, 502, "", Verdict::kRetry},
    {Kind::kWeb, 503, "", Verdict::kRetry},
    {Kind::kWeb, 503, "", Verdict::kWaitHost, 30s},
    {Kind::kWeb, 0, "", Verdict::kRetry},
    {Kind::kApns, 200, "", Verdict::kSent},
    {Kind::kApns, 410, R"({"reason":"Unregistered","timestamp":1800000000001})", Verdict::kGone},
    {Kind::kApns, 410, R"({"reason":"Unregistered","timestamp":1800000000000})", Verdict::kOurs},
    {Kind::kApns, 410, R"({"reason":"ExpiredToken","timestamp":1800000000001})", Verdict::kGone},
    {Kind::kApns, 410, "", Verdict::kGone},
    {Kind::kApns, 400, R"({"reason":"BadDeviceToken"})", Verdict::kGone},
    {Kind::kApns, 400, R"({"reason":"DeviceTokenNotForTopic"})", Verdict::kGone},
    {Kind::kApns, 400, R"({"reason":"BadTopic"})", Verdict::kOurs},
    {Kind::kApns, 400, "<html>BadDeviceToken</html>", Verdict::kOurs},
    {Kind::kApns, 403, R"({"reason":"ExpiredProviderToken"})", Verdict::kRenewToken},
    {Kind::kApns, 403, R"({"reason":"InvalidProviderToken"})", Verdict::kOurs},
    {Kind::kApns, 404, R"({"reason":"BadPath"})", Verdict::kOurs},
    {Kind::kApns, 413, R"({"reason":"PayloadTooLarge"})", Verdict::kOurs},
    {Kind::kApns, 429, R"({"reason":"TooManyRequests"})", Verdict::kWaitTarget},
    {Kind::kApns, 429, R"({"reason":"TooManyProviderTokenUpdates"})", Verdict::kWaitHost},
    {Kind::kApns, 500, R"({"reason":"InternalServerError"})", Verdict::kRetry},
    {Kind::kApns, 503, R"({"reason":"Shutdown"})", Verdict::kRetry},
    {Kind::kApns, 0, "", Verdict::kRetry},
    {Kind::kFcm, 200, R"({"name":"projects/chat-1/messages/1"})", Verdict::kSent},
    {Kind::kFcm, 404,
     R"({"error":{"code":404,"status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}})",
     Verdict::kGone},
    {Kind::kFcm, 404, R"({"error":{"code":404,"status":"NOT_FOUND"}})", Verdict::kOurs},
    {Kind::kFcm, 403,
     R"({"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"errorCode":"SENDER_ID_MISMATCH"}]}})",
     Verdict::kGone},
    {Kind::kFcm, 403, R"({"error":{"code":403,"status":"PERMISSION_DENIED"}})", Verdict::kOurs},
    {Kind::kFcm, 400, R"({"error":{"status":"INVALID_ARGUMENT","details":[{"errorCode":"INVALID_ARGUMENT"}]}})",
     Verdict::kOurs},
    {Kind::kFcm, 401, R"({"error":{"status":"UNAUTHENTICATED","details":[{"errorCode":"THIRD_PARTY_AUTH_ERROR"}]}})",
     Verdict::kRenewToken},
    {Kind::kFcm, 429, R"({"error":{"status":"RESOURCE_EXHAUSTED","details":[{"errorCode":"QUOTA_EXCEEDED"}]}})",
     Verdict::kWaitHost},
    {Kind::kFcm, 500, R"({"error":{"status":"INTERNAL"}})", Verdict::kRetry},
    {Kind::kFcm, 503, R"({"error":{"status":"UNAVAILABLE"}})", Verdict::kRetry},
    {Kind::kFcm, 503, R"({"error":{"status":"UNAVAILABLE"}})", Verdict::kWaitHost, 60s},
    {Kind::kFcm, 0, "", Verdict::kRetry},
};

BOOST_AUTO_TEST_SUITE(verdict)

BOOST_DATA_TEST_CASE(of_each_answer, boost::unit_test::data::make(kCases), one) {
    Answer answer{.status = one.status, .retry_after = one.retry_after};
    read_reason(one.kind, one.body, answer);
    BOOST_TEST(judge(one.kind, answer, kRegistered) == one.verdict);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_answer_of_theirs_is_no_reason) {
    for (const std::string body :
         {"", "[]", "{", "null", R"({"reason":1})", R"({"reason":"with blanks"})", R"({"error":[]})",
          R"({"error":{"details":{}}})", R"({"error":{"details":[1]}})", R"({"timestamp":1.5})", R"({"timestamp":-1})",
          R"({"timestamp":9000000000000000000})"}) {
        BOOST_TEST_INFO_SCOPE(body);
        for (const auto kind : {Kind::kWeb, Kind::kApns, Kind::kFcm}) {
            Answer answer{.status = 400};
            read_reason(kind, body, answer);
            BOOST_TEST(answer.reason.empty());
            BOOST_TEST(!answer.gone_since.has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_is_seconds_or_a_date) {
    const auto wait = [](std::string_view value) {
        return parse_retry_after(value, kRegistered).value_or(-1s).count();
    };
    BOOST_TEST(wait("0") == 0);
    BOOST_TEST(wait("120") == 120);
    BOOST_TEST(wait("99999999999999999999") == 31'536'000);
    BOOST_TEST(wait("Fri, 15 Jan 2027 08:02:00 GMT") == 120);
    BOOST_TEST(wait("Fri, 15 Jan 2027 07:00:00 GMT") == 0);
    for (const std::string bad : {"", "-1", "1.5", " 1", "soon", "Fri, 15 Jan 2027 08:02:00 UTC",
                                  "Fri, 99 Jan 2027 08:02:00 GMT", "2027-01-15T08:02:00Z"}) {
        BOOST_TEST_INFO_SCOPE(bad);
        BOOST_TEST(wait(bad) == -1);
    }
}

BOOST_AUTO_TEST_CASE(a_subscription_is_given_up_after_5_failures_in_a_row_and_7_days_without_success) {
    BOOST_TEST(is_hopeless(5, kRegistered, kRegistered + 168h));
    BOOST_TEST(!is_hopeless(4, kRegistered, kRegistered + 1000h));
    BOOST_TEST(!is_hopeless(1000, kRegistered, kRegistered + 168h - 1us));
}

BOOST_AUTO_TEST_CASE(a_kind_is_read_as_it_is_written) {
    for (const auto kind : {Kind::kWeb, Kind::kApns, Kind::kFcm}) BOOST_TEST((parse_kind(code_of(kind)) == kind));
    for (const auto* const bad : {"", "Web", "webpush", "sms"}) BOOST_TEST(!parse_kind(bad).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace verdict_test
}  // namespace likes::push
