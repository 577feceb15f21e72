#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/event.hpp"
#include "support/patience.hpp"

struct mosquitto;

namespace likes::test {

/// A member's device that listens to a chat by native MQTT 5 at QoS 1 and keeps what it hears. When it loses the broker
/// it comes back by itself, within a second or two of the broker; what is published meanwhile it does not hear. What is
/// no event of the contract makes the next call throw. Thread-safe.
class Subscriber {
  public:
    /// Returns when the broker has confirmed the subscription; throws std::runtime_error if it does not.
    explicit Subscriber(const Chat& chat) : Subscriber{chat, chat.members().front()} {}
    Subscriber(const Chat& chat, const std::string& user);
    ~Subscriber();

    Subscriber(const Subscriber&) = delete;
    Subscriber& operator=(const Subscriber&) = delete;

    /// How often the broker has confirmed the subscription: once more each time it was lost and found again.
    std::size_t subscriptions() const;
    bool wait_for_subscriptions(std::size_t count);

    /// Waits until it is connected and its subscription confirmed.
    bool wait_until_listening();

    /// Waits until the events so far satisfy `condition`. False if that takes longer than `patience`.
    using Condition = std::function<bool(const std::vector<LikeEvent>&)>;
    bool wait_until(const Condition& condition, std::chrono::seconds patience = kPatience);

    /// Waits until an event about the reaction on the message has that version or a later one.
    bool wait_for_version(const std::string& message, std::uint64_t version, const std::string& reaction = "like");

    /// As the broker delivered them, in the order of arrival.
    std::vector<Delivered> delivered() const;
    /// The same, parsed.
    std::vector<LikeEvent> events() const;
    /// Those about one reaction on one message.
    std::vector<LikeEvent> events(const std::string& message, const std::string& reaction = "like") const;

  private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    void connected(int reason_code);
    void take(Delivered message);
    void throw_fault() const;

    std::string topic_;
    std::unique_ptr<mosquitto, Destroy> handle_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Delivered> delivered_;
    std::vector<LikeEvent> events_;
    std::exception_ptr fault_;
    std::size_t subscriptions_ = 0;
    bool is_listening_ = false;
    std::string trouble_;
};

}  // namespace likes::test
