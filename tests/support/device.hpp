#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/broker_login.hpp"
#include "support/event.hpp"
#include "support/patience.hpp"

struct mosquitto;
struct mosquitto_message;

namespace likes::test {

/// A native MQTT client that does exactly what it is told, forbidden things included, and tells what the broker
/// answered. It does not come back by itself. Works only while it is asked something. Not thread-safe.
class Device {
  public:
    /// Instead of a reason code: the broker closed the connection without saying why.
    static constexpr int kEnded = -1;

    struct Will {
        std::string topic;
        std::string payload;
    };

    struct Options {
        std::optional<std::string> user;
        std::optional<std::string> password;
        std::optional<Will> will;
        /// If given, the session survives the connection, for an hour.
        std::string persistent_client_id;
        int protocol = 5;  ///< 5, or 4 for MQTT 3.1.1.
    };

    explicit Device(const Options& options);
    ~Device();

    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    /// Each returns the reason code of the answer or kEnded; throws std::runtime_error if there is neither.
    int connect();
    int subscribe(const std::string& topic);
    int publish(const std::string& topic, const std::string& payload);

    /// Ends the connection in order, or without a word; returns when the broker has closed it.
    void disconnect();
    void vanish();

    /// Reads what there is, and waits for more until `patience` is over. False if the connection has ended.
    bool poll(std::chrono::milliseconds patience = std::chrono::milliseconds{0});
    bool wait_for_end(std::chrono::seconds patience = kPatience);
    /// Until an event of that version is delivered.
    bool wait_for_version(std::uint64_t version, std::chrono::seconds patience = kPatience);

    bool ended() const { return ended_; }
    const std::vector<Delivered>& heard() const { return heard_; }

  private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    static Device& of(void* self) { return *static_cast<Device*>(self); }
    void take(const mosquitto_message& message);
    int answer();

    std::string client_id_;
    std::unique_ptr<mosquitto, Destroy> handle_;
    bool persistent_;
    bool ended_ = true;
    std::optional<int> answer_;
    std::vector<Delivered> heard_;
};

/// Of a device that shows the broker this.
Device::Options as(const BrokerLogin& login);

}  // namespace likes::test
