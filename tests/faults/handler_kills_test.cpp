#include <array>
#include <random>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/crowd.hpp"
#include "support/outage.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(handler_kills)

// Paced by the calls, not by the clock, so that every machine makes as many calls between two kills.
BOOST_AUTO_TEST_CASE(handlers_that_are_killed_again_and_again_lose_nothing_that_they_answered) {
    constexpr std::size_t kKills = 12;
    const std::array<std::string, 5> handlers{"like_message", "unlike_message", "react_to_message",
                                              "unreact_to_message", "message_likes"};
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    std::minstd_rand random{std::random_device{}()};
    change_likes_while(chat, history, [&] {
        for (std::size_t kill = 0; kill < kKills; ++kill) {
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() / kKills));
            // Of the first rounds each is for another one, so that none is left out.
            const auto& handler = handlers.at(kill < handlers.size() ? kill : random() % handlers.size());
            BOOST_TEST(kill_workers_of(handler) >= 1U);
        }
        BOOST_REQUIRE(history.wait_for_more(wanted_calls() / kKills));
    });
    check_evidence(chat, history, listener, std::to_string(kKills) + " handlers killed");
}

BOOST_AUTO_TEST_CASE(a_list_that_a_killed_handler_answered_is_right) {
    constexpr std::size_t kReaders = 8;
    constexpr int kKills = 5;
    constexpr std::size_t kCallsBetween = 200;
    const Chat chat{kReaders};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Outage outage;
    outage.is_over();
    meanwhile(
        kReaders,
        [&](std::size_t i, const std::stop_token& stop) {
            Caller caller{chat.members()[i]};
            while (!stop.stop_requested()) {
                const auto state = outage.insist([&] { return caller.get(chat.message()); });
                if (state.liked_by != chat.members() || !state.is_liked) throw std::runtime_error{"a wrong list"};
            }
        },
        [&] {
            for (int i = 0; i < kKills; ++i) {
                BOOST_TEST(outage.wait_for_answers(outage.answers() + kCallsBetween));
                BOOST_TEST(kill_workers_of("message_likes") >= 1U);
            }
            BOOST_TEST(outage.wait_for_answers(outage.answers() + kCallsBetween));
        });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
