#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/broker_memory.hpp"
#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/broker_login.hpp"
#include "support/device.hpp"

namespace likes::test {
namespace {

/// A subscriber that reads only when it is told to.
struct Sleeper {
    Sleeper(const Chat& chat, const std::string& user)
        : catch_up{chat, user}, device{as(broker_login(user, chat.id()))} {
        BOOST_REQUIRE(device.connect() == 0);
        BOOST_REQUIRE(device.subscribe(chat.topic()) < 0x80);
    }

    /// Reads what the broker still has for it, until nothing more comes, and then what it missed.
    void wake_up() {
        constexpr std::chrono::milliseconds kSilence{500};
        for (std::size_t heard = 0;; heard = device.heard().size()) {
            device.poll(kSilence);
            if (device.heard().size() == heard) break;
        }
        catch_up.read();
    }

    Hearing hearing(const std::string& name) const {
        Hearing hearing{name, {}, false, catch_up.states(), catch_up.user()};
        for (const auto& delivered : device.heard()) hearing.events.push_back(like_event(delivered));
        return hearing;
    }

    CatchUp catch_up;
    Device device;
};

BOOST_AUTO_TEST_SUITE(stalled_subscriber)

BOOST_AUTO_TEST_CASE(subscribers_that_stop_reading_keep_nobody_from_hearing_and_catch_up_later) {
    constexpr std::size_t kSleepers = 20;
    constexpr std::size_t kEvents = 2000;         // More than the broker keeps for one of them, four times over.
    constexpr std::size_t kKilobytesEach = 2048;  // Far more than is measured (see mosquitto.conf.in), and a bound.
    const Chat chat{kClients, 12};
    std::vector<std::unique_ptr<Sleeper>> sleepers;
    for (std::size_t i = 0; i < kSleepers; ++i) {
        sleepers.push_back(std::make_unique<Sleeper>(chat, chat.members()[i % chat.members().size()]));
    }
    Listener listener{chat};
    History history;
    const std::size_t before = broker_kilobytes();
    change_likes_while(chat, history, [&] {
        BOOST_REQUIRE(history.wait_for_more(wanted_calls()));
        BOOST_REQUIRE(listener.subscriber().wait_until([](const auto& events) { return events.size() >= kEvents; }));
    });
    const std::size_t after = broker_kilobytes();
    BOOST_TEST(after <= before + kSleepers * kKilobytesEach);
    wait_until_told(chat, listener);

    for (auto& sleeper : sleepers) sleeper->wake_up();
    // It has missed something, or this would prove nothing.
    BOOST_TEST(sleepers.front()->device.heard().size() < listener.subscriber().delivered().size());
    const auto hearings = [&] {
        std::vector all{listener.hearing()};
        for (std::size_t i = 0; i < kSleepers; ++i) {
            all.push_back(sleepers[i]->hearing("sleeper " + std::to_string(i)));
        }
        return all;
    };
    check_evidence(chat, history, hearings,
                   std::to_string(kSleepers) + " of 21 subscribers stopped reading, the broker grew by " +
                       std::to_string(after > before ? after - before : 0) + " KB");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
