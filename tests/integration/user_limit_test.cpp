#include <cstddef>
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

/// The slowest rate there is, for those who like: whoever calls twice within a second may be refused.
struct SlowUsers {
    const HandlersWith handlers{{{"LIKES_USER_CHANGES_PER_SECOND", "1"}, {"LIKES_USER_CHANGES_BURST", "2"}},
                                {"like_message"}};
};

/// A user who likes one message after the other, until that is too much.
struct Greedy {
    Greedy() {
        for (next = 0; next < chat.messages().size() && answer.status == 200; ++next) {
            answer = caller.post(chat.messages()[next]);
        }
        check_problem(answer, 429);
        check_retry_after(answer);
        BOOST_TEST(std::stoi(answer.header("retry-after").value_or("0")) >= 1);
    }
    const std::string& refused() const { return chat.messages()[next - 1]; }

    const Chat chat{2, 1000};
    Caller caller{chat.members()[0]};
    HttpResponse answer{200, {}, {}};
    std::size_t next = 0;
};

BOOST_AUTO_TEST_SUITE(user_limit)

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_told_to_wait_and_may_read_and_others_are_served) {
    const SlowUsers slow;
    Greedy greedy;
    for (int i = 0; i < 20; ++i) BOOST_TEST(greedy.caller.get(greedy.chat.message()).status == 200);
    BOOST_TEST(Caller{greedy.chat.members()[1]}.post(greedy.chat.message()).status == 200);
    BOOST_TEST(eventually([&] { return greedy.caller.post(greedy.refused()).status == 200; }));
}

BOOST_AUTO_TEST_CASE(what_was_answered_200_is_there_and_a_refused_call_asks_the_database_nothing) {
    const StatementLog log{"like_message"};
    const SlowUsers slow;
    const Greedy greedy;
    const auto tables = greedy.chat.tables();
    BOOST_TEST(tables.size() == greedy.next - 1);
    for (std::size_t i = 0; i + 1 < greedy.next; ++i) {
        BOOST_TEST(tables.at({greedy.chat.messages()[i], "like"}).users == std::vector{greedy.caller.user()},
                   boost::test_tools::per_element());
    }
    BOOST_TEST(StatementLog::count_naming({greedy.chat.message()}) > 0U);
    BOOST_TEST(StatementLog::count_naming({greedy.refused()}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
