#include <cstddef>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/broker_queue.hpp"
#include "faults/former_members.hpp"
#include "faults/links.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(stale_access)

// A broker that has just started knows nobody who left, so it lets nobody in until a relay has told it all. What a
// relay wanted to say to the broker before must not pass for that.
BOOST_AUTO_TEST_CASE(a_broker_that_comes_back_lets_in_nobody_who_left_while_it_was_away) {
    constexpr std::size_t kRevocationBytes = 100;
    constexpr std::size_t kTries = 60;
    FormerMembers members;
    BackLinks links{{"relay"}};
    BOOST_REQUIRE(members.wait_until_well());
    {
        const FrozenService broker{"mosquitto"};
        const auto before = unread_by_broker();
        members.leave();
        BOOST_REQUIRE(eventually([&] { return unread_by_broker() >= before + kRevocationBytes; }));
        script("service", {"kill", "mosquitto"});
    }
    links.database().hang();
    members.leave();
    members.start_broker();
    BOOST_REQUIRE(members.wait_for_tries(kTries));
    for (const auto& text : members.let_in()) BOOST_ERROR(text);
    links.database().pass();
    BOOST_TEST(members.wait_until_well());
    BOOST_TEST(members.let_in().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
