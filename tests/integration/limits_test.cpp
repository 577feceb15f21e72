#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

constexpr std::size_t kKibibyte = 1024;

HttpResponse send(HttpRequest request, const std::string& user) {
    request.headers.push_back("Authorization: " + bearer(user));
    return HttpClient{}.send(request);
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
    const Chat chat{1};
    const std::string& user = chat.members()[0];
    const std::string address = unique_loopback_address();
    constexpr int kCallsMax = 5000;  // per client; what nginx lets pass at once is a tenth of it
    constexpr std::size_t kClients = 4;

    std::mutex mutex;
    std::optional<HttpResponse> refusal;
    std::atomic<bool> refused = false;
    all_at_once(kClients, [&](std::size_t) {
        HttpClient client{address};
        const HttpRequest request{"GET", likes_path(chat.message()), {"Authorization: " + bearer(user)}, {}};
        for (int i = 0; i < kCallsMax && !refused; ++i) {
            auto response = client.send(request);
            if (response.status == 200) continue;
            const std::lock_guard lock{mutex};
            refusal = std::move(response);
            refused = true;
        }
    });

    BOOST_REQUIRE(refusal.has_value());
    check_problem(*refusal, 429);
    check_retry_after(*refusal);
    BOOST_TEST(Caller{user}.get(chat.message()).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
