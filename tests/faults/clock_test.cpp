#include <chrono>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/preloaded.hpp"
#include "faults/verdict.hpp"
#include "support/api.hpp"
#include "support/command.hpp"
#include "support/service.hpp"

// The wall clock of a handler is set while it runs.
namespace likes::test {
namespace {

constexpr std::chrono::seconds kStep{600};
constexpr std::chrono::seconds kToldWithin{10};

struct LikesWithClock {
    explicit LikesWithClock(const Variables& settings = {}) : handler{"like_message", settings} {}

    /// The next member likes the message. The version.
    std::uint64_t likes() { return Caller{chat.members().at(count++)}.like(chat.message()).version; }

    /// True if the listener hears of that version or a later one.
    bool is_heard(std::uint64_t version) {
        return listener.subscriber().wait_until(
            [&](const auto& events) { return !events.empty() && events.back().version >= version; }, kToldWithin);
    }

    bool likes_and_is_heard() { return is_heard(likes()); }

    const Chat chat{4};
    Preloaded handler;
    Listener listener{chat};
    std::size_t count = 0;
};

/// All that it commits is the relay's to tell.
struct UntoldLikesWithClock : LikesWithClock {
    UntoldLikesWithClock() : LikesWithClock{{{"MQTT_BROKER_PORT", "1"}}} {}
};

BOOST_AUTO_TEST_SUITE(clock)

BOOST_FIXTURE_TEST_CASE(a_clock_that_is_set_ahead_between_two_likes_keeps_none_untold, LikesWithClock) {
    BOOST_TEST(likes_and_is_heard());
    handler.set_clock_ahead(kStep);
    BOOST_TEST(likes_and_is_heard());
    BOOST_TEST(likes_and_is_heard());
}

BOOST_FIXTURE_TEST_CASE(a_clock_that_is_set_back_between_two_likes_keeps_none_untold, LikesWithClock) {
    BOOST_TEST(likes_and_is_heard());
    handler.set_clock_ahead(-kStep);
    BOOST_TEST(likes_and_is_heard());
    BOOST_TEST(likes_and_is_heard());
}

/// A message is told once a second, so that there is time to set the clock while a like waits for its turn.
struct WaitingLikesWithClock : LikesWithClock {
    WaitingLikesWithClock() : LikesWithClock{{{"LIKES_EVENTS_PER_SECOND", "1"}}} {}
};

BOOST_FIXTURE_TEST_CASE(a_clock_that_is_set_back_while_a_like_waits_for_its_turn_does_not_prolong_that,
                        WaitingLikesWithClock) {
    // The relay, whose clock is right, would tell it.
    const HeldLease lease;
    likes();
    const auto version = likes();
    handler.set_clock_ahead(-kStep);
    BOOST_TEST(is_heard(version));
    const auto stop = run_script("service", {"stop", "like_message"});
    // It would say that it had to kill the process.
    BOOST_TEST(stop.errors == "");
}

BOOST_FIXTURE_TEST_CASE(what_a_handler_committed_whose_clock_was_ahead_is_told_by_the_relay, UntoldLikesWithClock) {
    BOOST_TEST(likes_and_is_heard());
    handler.set_clock_ahead(kStep);
    BOOST_TEST(likes_and_is_heard());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
