#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "likes/event.hpp"
#include "publishing/broker.hpp"

namespace likes::publishing {

/// A message whose text is ready.
struct Text {
    std::string topic;
    std::string payload;
    /// The only connection that it may be sent over, at QoS 0. 0: any, at QoS 1.
    std::uint64_t connection = 0;
};

/// What is published. The text of an event is made by the thread that sends it.
using Message = std::variant<Event, Text>;

/// Messages that have come to their end: the broker has answered them, or they were not sent.
struct Ended {
    std::size_t messages = 0;
    /// How many of them the broker has not accepted.
    std::size_t failures = 0;
    /// The events among them that the broker has acknowledged.
    std::vector<PublishedEvent> acknowledged;
};

/// Stands between those who publish and the client (MqttClient) that owns it: they leave messages here, the client's
/// thread takes all that wait at once, and leaves what the broker answers. So nobody waits for the broker, and the more
/// there is to publish, the fewer times the client's thread is woken. An event that is not taken (no broker, too many
/// that are not answered) is left to the relay: its row is in the outbox. Thread-safe.
class Publisher final : public Broker {
  public:
    /// Throws std::system_error if the process has no file descriptor left.
    Publisher();
    ~Publisher() override;

    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    /// Takes events, which are published in this order. Never waits, and never throws: they are committed, so their
    /// callers must be answered whatever becomes of them here.
    void publish(std::vector<Event> events) noexcept;

    /// What the broker has acknowledged since the last call. Only a bounded number is kept between two calls.
    std::vector<PublishedEvent> take_acknowledged();

    /// Waits until the broker has answered everything that was taken, at most for `patience`.
    void drain(std::chrono::milliseconds patience);

    bool is_connected() const override;
    std::uint64_t connection() const override;
    bool publish(const std::string& topic, std::string payload) override;
    bool publish_once(std::uint64_t connection, const std::string& topic, std::string payload) override;
    bool wait_until_answered(std::chrono::milliseconds patience) override;
    std::size_t take_failures() override;

    // For the client.

    /// A file descriptor that is readable when messages wait on a connection, and after wake_up(). It stays readable
    /// until take() or sleep().
    int wakes() const { return wakes_; }
    void wake_up() const;
    /// Undoes every wake-up so far.
    void sleep() const;

    /// Everything that waits. Undoes every wake-up so far.
    std::vector<Message> take();
    void leave(Ended ended);
    void connection_began();
    /// What waits is kept for the next connection. Returns whether there was a connection.
    bool connection_ended();

  private:
    /// False if they were not taken.
    bool enqueue(std::vector<Event>& events) noexcept;
    bool enqueue(Text text);
    /// REQUIRES: mutex_ is held.
    bool is_open() const;

    const int wakes_;
    mutable std::mutex mutex_;
    std::condition_variable all_answered_;
    bool connected_ = false;
    std::uint64_t connection_ = 0;
    std::vector<Message> queue_;
    /// Those in queue_, and those that the client has taken and that have not ended.
    std::size_t unanswered_ = 0;
    std::size_t failures_ = 0;
    std::vector<PublishedEvent> acknowledged_;
};

}  // namespace likes::publishing
