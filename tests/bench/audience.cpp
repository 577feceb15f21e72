#include "audience.hpp"

#include <future>
#include <stdexcept>
#include <string>

#include "base/user_id.hpp"
#include "numbered.hpp"
#include "realtime/topics.hpp"
#include "support/broker_login.hpp"

namespace likes::bench {

namespace {

std::unique_ptr<test::MqttOverWebSocket> admit_one(const Seat& seat) {
    constexpr int kSuccess = 0;
    constexpr int kGrantedQos1 = 1;
    const std::string user = user_id(seat.user);
    const auto login = seat.chat ? test::broker_login(user, chat_id(*seat.chat)) : test::notices_login(user);
    const auto topic =
        seat.chat ? "chats/" + chat_id(*seat.chat) + "/events" : realtime::notices_topic(UserId::parse(user).value());
    auto subscriber = std::make_unique<test::MqttOverWebSocket>();
    const int connected = subscriber->connect(login);
    if (connected != kSuccess) throw std::runtime_error{"the broker refused: " + std::to_string(connected)};
    const int granted = subscriber->subscribe(topic);
    if (granted != kGrantedQos1) throw std::runtime_error{"no subscription: " + std::to_string(granted)};
    return subscriber;
}

}  // namespace

void Audience::admit(const std::vector<Seat>& seats) {
    constexpr std::size_t kDoors = 64;
    std::vector<std::future<void>> doors;
    subscribers_.resize(seats.size());
    for (std::size_t door = 0; door < kDoors; ++door) {
        doors.push_back(std::async(std::launch::async, [&, door] {
            for (std::size_t i = door; i < seats.size(); i += kDoors) subscribers_[i] = admit_one(seats[i]);
        }));
    }
    for (auto& door : doors) door.get();

    for (const auto& subscriber : subscribers_) {
        poller_.watch(subscriber->descriptor(), [this, &subscriber = *subscriber] {
            do {
                heard_(subscriber.next_message());
            } while (subscriber.has_more());
        });
    }
}

std::string_view text_in(std::string_view payload, std::string_view name) {
    const std::string mark = '"' + std::string{name} + R"(":")";
    const auto at = payload.find(mark);
    if (at == std::string_view::npos) throw std::runtime_error{"an event without " + std::string{name}};
    const auto begin = at + mark.size();
    return payload.substr(begin, payload.find('"', begin) - begin);
}

}  // namespace likes::bench
