#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(contention)

BOOST_AUTO_TEST_CASE(three_messages_of_thirty_two_clients_see_no_deadlock_and_stay_linearizable) {
    // Each user has four devices, which contradict each other all the time.
    constexpr std::size_t kUsers = kClients / 4;
    const Chat chat{kUsers, 3};
    Listener listener{chat};
    History history;
    change_likes(chat, history, wanted_calls());
    BOOST_TEST(history.ambiguous() == 0U);
    check_evidence(chat, history, listener, "32 clients on 3 messages, 4 devices of each user");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
