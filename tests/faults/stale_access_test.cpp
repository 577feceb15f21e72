#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "faults/broker_queue.hpp"
#include "faults/links.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/device.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

/// The token opens the chat.
bool opens(const BrokerLogin& login, const Chat& chat) {
    constexpr int kFirstFailure = 0x80;
    Device::Options options;
    options.user = login.user;
    options.password = login.password;
    Device device{options};
    if (device.connect() != 0) return false;
    const int granted = device.subscribe(chat.topic());
    return granted >= 0 && granted < kFirstFailure;
}

BOOST_AUTO_TEST_SUITE(stale_access)

// A broker that has just started knows nobody who left, so it lets nobody in until a relay has told it all. What a
// relay wanted to say to the broker before must not pass for that.
BOOST_AUTO_TEST_CASE(a_broker_that_comes_back_lets_in_nobody_who_left_while_it_was_away) {
    constexpr std::size_t kRevocationBytes = 100;
    constexpr std::chrono::seconds kTries{4};
    constexpr std::chrono::milliseconds kPause{50};
    const Chat chat{3};
    const auto stays = broker_login(chat.members()[0], chat.id());
    const auto leaves = broker_login(chat.members()[2], chat.id());
    BackLinks links{{"relay"}};
    BOOST_REQUIRE(eventually([&] { return opens(leaves, chat); }));
    {
        const FrozenService broker{"mosquitto"};
        const auto before = unread_by_broker();
        chat.leave(chat.members()[1]);
        BOOST_REQUIRE(eventually([&] { return unread_by_broker() >= before + kRevocationBytes; }));
        script("service", {"kill", "mosquitto"});
    }
    links.database().hang();
    chat.leave(chat.members()[2]);
    script("service", {"start", "mosquitto"});
    const auto end = std::chrono::steady_clock::now() + kTries;
    bool was_let_in = false;
    while (!was_let_in && std::chrono::steady_clock::now() < end) {
        was_let_in = opens(leaves, chat);
        std::this_thread::sleep_for(kPause);
    }
    BOOST_TEST(!was_let_in);
    links.database().pass();
    BOOST_TEST(eventually([&] { return opens(stays, chat); }));
    BOOST_TEST(!opens(leaves, chat));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
