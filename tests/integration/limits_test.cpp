#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/service.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

constexpr std::size_t kKibibyte = 1024;

HttpResponse send(HttpRequest request, const std::string& user) {
    request.headers.push_back("Authorization: " + bearer(user));
    return HttpClient{}.send(request);
}

/// Sends the request again and again from one address, until the answer is another one than that; nullopt if it never
/// is.
std::optional<HttpResponse> first_other_than(int status, const HttpRequest& request) {
    const std::string address = unique_loopback_address();
    constexpr int kCallsMax = 5000;  // per client; what nginx lets pass at once is a tenth of it
    constexpr std::size_t kClients = 4;
    std::mutex mutex;
    std::optional<HttpResponse> other;
    std::atomic<bool> is_over = false;
    all_at_once(kClients, [&](std::size_t) {
        HttpClient client{address};
        for (int i = 0; i < kCallsMax && !is_over; ++i) {
            auto response = client.send(request);
            if (response.status == status) continue;
            const std::lock_guard lock{mutex};
            other = std::move(response);
            is_over = true;
        }
    });
    return other;
}

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(a_body_may_have_8_KiB_and_not_a_byte_more) {
    const Chat chat{1};
    const std::string& user = chat.members()[0];
    const std::string target = like_path(chat.message());
    const std::string just_fits(8 * kKibibyte, 'x');
    for (const std::vector<std::string>& headers :
         {std::vector<std::string>{}, std::vector<std::string>{"Transfer-Encoding: chunked"}}) {
        BOOST_TEST_CONTEXT("in chunks: " << !headers.empty()) {
            BOOST_TEST(send({"POST", target, headers, just_fits}, user).status == 200);
            check_problem(send({"POST", target, headers, just_fits + 'x'}, user), 413);
        }
    }
}

BOOST_AUTO_TEST_CASE(headers_over_24_KiB_are_too_long_each_and_together) {
    const Chat chat{1};
    const HttpRequest request{"GET", likes_path(chat.message()), {}, {}};
    auto one = request;
    one.headers.push_back("X-Long: " + std::string(25 * kKibibyte, 'x'));
    auto many = request;
    for (int i = 0; i < 8; ++i) {
        many.headers.push_back("X-Long-" + std::to_string(i) + ": " + std::string(20 * kKibibyte, 'x'));
    }
    for (const auto& too_long : {one, many}) check_problem(send(too_long, chat.members()[0]), 431);
}

BOOST_AUTO_TEST_CASE(who_calls_too_often_from_one_address_is_told_to_wait_and_others_are_not) {
    const NginxWith nginx{{{"RATE_LIMIT_PER_SECOND", "20"}, {"RATE_LIMIT_BURST", "20"}}};
    const Chat chat{1};
    const std::string& user = chat.members()[0];
    const auto refusal =
        first_other_than(200, {"GET", likes_path(chat.message()), {"Authorization: " + bearer(user)}, {}});
    BOOST_REQUIRE(refusal.has_value());
    check_problem(*refusal, 429);
    check_retry_after(*refusal);
    BOOST_TEST(Caller{user}.get(chat.message()).status == 200);
}

BOOST_AUTO_TEST_CASE(what_nginx_answers_by_itself_counts_as_well) {
    const NginxWith nginx{{{"RATE_LIMIT_PER_SECOND", "1"}, {"RATE_LIMIT_BURST", "1"}}};
    const std::string path = likes_path(unique_uuid());
    for (const auto& [status, request] : std::vector<std::pair<int, HttpRequest>>{
             {404, {"GET", "/nothing", {}, {}}},
             {404, {"GET", "/api/v1/nothing", {}, {}}},
             {405, {"PATCH", path, {}, {}}},
             {405, {"OPTIONS", path, {}, {}}},
             {405, {"POST", "/mqtt", {}, {}}},
             {426, {"GET", "/mqtt", {}, {}}},
             {413, {"POST", path, {}, std::string(9 * kKibibyte, 'x')}},
             {431, {"GET", path, {"X-Long: " + std::string(25 * kKibibyte, 'x')}, {}}},
             {200, {"GET", "/likes.js", {}, {}}},
             {200, {"HEAD", "/docs/", {}, {}}},
             {200, {"GET", "/", {}, {}}},
         }) {
        BOOST_TEST_CONTEXT(request.method << ' ' << request.target << ", " << status) {
            const auto refusal = first_other_than(status, request);
            BOOST_REQUIRE(refusal.has_value());
            BOOST_TEST(refusal->status == 429);
            if (request.method != "HEAD") check_problem(*refusal, 429);
            check_retry_after(*refusal);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
