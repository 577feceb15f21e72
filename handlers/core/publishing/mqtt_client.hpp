#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

#include "likes/event.hpp"
#include "publishing/publisher.hpp"
#include "runtime/counter.hpp"

struct mosquitto;

namespace likes::publishing {

struct BrokerSettings {
    std::string host;
    int port;
    /// Empty: anonymous.
    std::string user;
    std::string password;
};

/// A connection to the broker (MQTT 5). A thread of its own connects, and connects again whenever the connection is
/// lost; it sends what is left in the publisher, and leaves the answers there. That thread alone calls the library,
/// except before it starts and after it has ended, so the library is told nothing of threads. No other file includes
/// mosquitto.h. The public functions are thread-safe.
class MqttClient {
  public:
    /// Throws std::runtime_error if the library cannot be set up; never because the broker is not there.
    explicit MqttClient(BrokerSettings settings);

    /// Disconnects from the broker. Messages that are not answered yet are dropped.
    ~MqttClient();

    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    bool is_connected() const { return publisher_.is_connected(); }

    /// Publishes over this connection, as long as this object lives.
    Publisher& publisher() { return publisher_; }

  private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };
    /// What is settled when a message is acknowledged: an event, or nothing.
    using Receipt = std::optional<PublishedEvent>;

    void run();
    int step();
    std::chrono::milliseconds answers_pause() const;
    int exchange_packets(int events);
    void pause_before_reconnect();

    void send_batch();
    void send(Event& event);
    void send(const Text& text);
    void send_until_answered(const std::string& topic, const std::string& payload, const Trace& trace, Receipt receipt);
    void send_once(const Text& text);
    void end(Receipt receipt, bool accepted);

    void connection_answered(int reason_code);
    void connection_ended(int reason_code);
    void message_answered(int message_id, int reason_code);

    BrokerSettings settings_;
    Publisher publisher_;
    std::unique_ptr<mosquitto, Destroy> handle_;
    const runtime::Held counted_;
    std::atomic<bool> stopping_ = false;

    // Of the thread alone.
    std::chrono::milliseconds pause_;
    std::chrono::steady_clock::time_point read_answers_at_{};
    /// By the library's message ids: what is sent, or waits in the library to be sent, and is not answered.
    std::unordered_map<int, Receipt> in_flight_;
    /// What has ended and is not left in the publisher yet.
    Ended ended_;

    std::thread thread_;
};

}  // namespace likes::publishing
