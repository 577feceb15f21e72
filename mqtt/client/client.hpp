#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "metrics/counter.hpp"

struct mosquitto;

namespace likes::mqtt {

struct ClientSettings {
    std::string host;
    int port;
    /// Empty: anonymous.
    std::string user;
    std::string password;
    std::chrono::seconds keepalive;
};

/// A connection to the broker (MQTT 5) that publishes at QoS 1 and says when the broker has a message. It connects by
/// itself, again and again, in a thread of its own; nothing here ever waits for the network. The only room that
/// includes mosquitto.h. Thread-safe.
class Client {
  public:
    /// What the caller calls a message.
    using Token = std::uint64_t;
    /// The broker answered: it has the message, or (`accepted` false) it refused it. Called in the client's thread.
    using OnAnswer = std::function<void(Token token, bool accepted)>;

    /// Throws std::runtime_error if the library cannot be set up; never because the broker is not there.
    Client(ClientSettings settings, OnAnswer on_answer);

    /// Says goodbye to the broker. Messages it has not answered yet are forgotten.
    ~Client();

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool is_connected() const { return connected_; }

    /// How many connections there have been: another number is another connection, perhaps to a broker that has
    /// forgotten everything.
    std::uint64_t connection() const { return connection_; }

    /// Waits until every message handed over was answered and OnAnswer has returned. False if that takes longer than
    /// `patience`.
    bool wait_until_answered(std::chrono::milliseconds patience);

    /// A property of a message that names itself (MQTT 5.0, section 3.3.2.3.7).
    using UserProperties = std::vector<std::pair<std::string, std::string>>;

    /// Hands a message over. False if it was not taken: no broker, or too many messages are in flight. A message that
    /// was taken is sent again after a lost connection, until it is answered.
    bool publish(Token token, const std::string& topic, std::string_view payload,
                 const UserProperties& properties = {});

  private:
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    void run();
    /// Whether that changed anything.
    bool set_connected(bool connected);
    void pause_before_reconnect();
    void connection_answered(int reason_code);
    void connection_ended(int reason_code);
    void message_answered(int message_id, int reason_code);

    ClientSettings settings_;
    OnAnswer on_answer_;
    std::unique_ptr<mosquitto, Destroy> handle_;
    std::atomic<bool> connected_ = false;
    const metrics::Held counted_;
    std::atomic<std::uint64_t> connection_ = 0;

    std::mutex mutex_;
    std::condition_variable stop_requested_;
    std::condition_variable all_answered_;
    bool stopping_ = false;
    std::chrono::milliseconds pause_;
    /// The library's message ids, as the tokens of the caller.
    std::unordered_map<int, Token> tokens_;

    std::thread thread_;
};

}  // namespace likes::mqtt
