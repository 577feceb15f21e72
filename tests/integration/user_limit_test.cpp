#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/statement_log.hpp"

namespace likes::test {
namespace {

/// The slowest rate there is, for those who change something: whoever calls twice within a second may be refused.
struct SlowUsers {
    const HandlersWith handlers{{{"LIKES_USER_CHANGES_PER_SECOND", "1"}, {"LIKES_USER_CHANGES_BURST", "2"}},
                                {"like_message", "unlike_message", "react_to_message", "unreact_to_message"}};
};

constexpr int kCallsMax = 1000;

/// The first answer that is not 200.
HttpResponse first_refusal(const std::function<HttpResponse()>& call) {
    for (int i = 0; i < kCallsMax; ++i) {
        auto response = call();
        if (response.status != 200) return response;
    }
    throw std::runtime_error{"none of many calls was refused"};
}

void check_too_many(const HttpResponse& response) {
    check_problem(response, 429);
    check_retry_after(response);
    BOOST_TEST(std::stoi(response.header("retry-after").value_or("0")) >= 1);
}

BOOST_AUTO_TEST_SUITE(user_limit)

BOOST_FIXTURE_TEST_CASE(who_changes_too_much_is_told_to_wait_by_each_handler_and_others_are_not, SlowUsers) {
    const Chat chat{2};
    const auto& message = chat.message();
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    struct Call {
        std::string method;
        std::string target;
    };
    for (const auto& [method, target] :
         {Call{"POST", like_path(message)}, Call{"DELETE", like_path(message)},
          Call{"PUT", reaction_path(message, "joy")}, Call{"DELETE", reaction_path(message, "joy")}}) {
        BOOST_TEST_CONTEXT(method << ' ' << target) {
            check_too_many(
                first_refusal([&, &method = method, &target = target] { return caller.send(method, target); }));
            BOOST_TEST(other.send(method, target).status == 200);
            BOOST_TEST(eventually(
                [&, &method = method, &target = target] { return caller.send(method, target).status == 200; }));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(reading_is_not_limited, SlowUsers) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    check_too_many(first_refusal([&] { return caller.post(chat.message()); }));
    for (int i = 0; i < 20; ++i) BOOST_TEST(caller.get(chat.message()).status == 200);
}

BOOST_FIXTURE_TEST_CASE(what_was_answered_200_is_there_and_what_was_refused_is_not, SlowUsers) {
    const Chat chat{1, kCallsMax};
    Caller caller{chat.members()[0]};
    std::set<std::string> liked;
    auto next = chat.messages().begin();
    check_too_many(first_refusal([&] {
        const auto response = caller.post(*next);
        if (response.status == 200) liked.insert(*next);
        ++next;
        return response;
    }));
    std::set<std::string> there;
    for (const auto& [subject, rows] : chat.tables()) {
        BOOST_TEST(rows.users == std::vector{caller.user()}, boost::test_tools::per_element());
        BOOST_TEST(rows.total == 1U);
        there.insert(subject.first);
    }
    BOOST_TEST(!there.empty());
    BOOST_TEST(there == liked, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refused_call_asks_the_database_nothing) {
    const StatementLog log{"like_message"};
    const SlowUsers slow;
    const Chat chat{1, kCallsMax};
    Caller caller{chat.members()[0]};
    auto next = chat.messages().begin();
    check_too_many(first_refusal([&] { return caller.post(*next++); }));
    BOOST_TEST(StatementLog::count_naming({chat.messages().front()}) > 0U);
    BOOST_TEST(StatementLog::count_naming({*(next - 1)}) == 0U);
}

BOOST_AUTO_TEST_CASE(a_rate_of_0_lifts_the_limit) {
    const HandlersWith handlers{{{"LIKES_USER_CHANGES_PER_SECOND", "0"}, {"LIKES_USER_CHANGES_BURST", "1"}},
                                {"like_message"}};
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (int i = 0; i < 100; ++i) BOOST_TEST(caller.post(chat.message()).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
