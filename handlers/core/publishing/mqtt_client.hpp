#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "publishing/broker.hpp"
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
/// lost. No other file includes mosquitto.h. Thread-safe.
class MqttClient final : public Broker {
  public:
    /// Throws std::runtime_error if the library cannot be set up; never because the broker is not there.
    explicit MqttClient(BrokerSettings settings);

    /// Disconnects from the broker. Messages that are not answered yet are dropped.
    ~MqttClient() override;

    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    bool is_connected() const override { return connected_; }
    std::uint64_t connection() const override { return connection_; }
    bool publish(Token token, const std::string& topic, std::string_view payload,
                 const UserProperties& properties) override;
    bool publish_once(std::uint64_t connection, const std::string& topic, std::string_view payload) override;
    std::vector<Answer> take_answers() override;
    bool wait_until_answered(std::chrono::milliseconds patience) override;

  private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    void run();
    /// Returns whether that changed anything.
    bool set_connected(bool connected);
    void pause_before_reconnect();
    void connection_answered(int reason_code);
    void connection_ended(int reason_code);
    void message_answered(int message_id, int reason_code);

    BrokerSettings settings_;
    std::unique_ptr<mosquitto, Destroy> handle_;
    std::atomic<bool> connected_ = false;
    const runtime::Held counted_;
    std::atomic<std::uint64_t> connection_ = 0;

    std::mutex mutex_;
    std::condition_variable stop_requested_;
    std::condition_variable all_answered_;
    bool stopping_ = false;
    std::chrono::milliseconds pause_;
    /// From the library's message ids to the caller's tokens.
    std::unordered_map<int, Token> tokens_;
    std::vector<Answer> answers_;

    std::thread thread_;
};

}  // namespace likes::publishing
