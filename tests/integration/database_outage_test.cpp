#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(database_outage)

BOOST_AUTO_TEST_CASE(without_its_database_the_service_answers_503_and_does_nothing_by_halves) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    other.like(chat.message());
    {
        StoppedService database{"mariadb"};
        for (const auto& response :
             {caller.post(chat.message()), other.del(chat.message()), caller.get(chat.message())}) {
            check_problem(response, 503);
            check_retry_after(response);
        }
        // Who is calling is still known without it.
        check_problem(HttpClient{}.send({"POST", like_path(chat.message()), {}, {}}), 401);
        database.start();
    }
    BOOST_TEST(eventually([&] { return caller.get(chat.message()).status == 200; }));
    const auto state = caller.likes(chat.message()).state;
    BOOST_TEST(state.likes_count == 1U);
    BOOST_TEST(state.liked_by == std::vector{other.user()}, boost::test_tools::per_element());
    BOOST_TEST(eventually([&] { return caller.post(chat.message()).status == 200; }));
    BOOST_TEST(eventually([&] { return other.del(chat.message()).status == 200; }));
    const auto after = caller.likes(chat.message()).state;
    BOOST_TEST(after.version >= state.version + 2);
    BOOST_TEST(after.liked_by == std::vector{caller.user()}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
