#include "client/client.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "log/log.hpp"
#include "metrics/process.hpp"

namespace likes::mqtt {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{2000};
/// Message ids have 16 bits; the rest stays free so that an id is never used twice at a time.
constexpr std::size_t kInFlightMax = 10'000;
/// How long the loop sleeps at most before it looks whether it shall stop. A message wakes it at once.
constexpr int kLoopMilliseconds = 100;

void check(int result, const char* what) {
    if (result != MOSQ_ERR_SUCCESS) throw std::runtime_error{std::string{what} + ": " + mosquitto_strerror(result)};
}

/// The properties of one message: `content-type: application/json`, and those that the caller names.
class Properties {
  public:
    explicit Properties(const Client::UserProperties& named) {
        check(mosquitto_property_add_string(&properties_, MQTT_PROP_CONTENT_TYPE, "application/json"), "mosquitto");
        for (const auto& [name, value] : named) {
            // What is no UTF-8 is refused by the library. The message is worth more than its property.
            mosquitto_property_add_string_pair(&properties_, MQTT_PROP_USER_PROPERTY, name.c_str(), value.c_str());
        }
    }
    ~Properties() { mosquitto_property_free_all(&properties_); }
    Properties(const Properties&) = delete;
    Properties& operator=(const Properties&) = delete;

    const mosquitto_property* get() const { return properties_; }

  private:
    mosquitto_property* properties_ = nullptr;
};

/// The library wants to be told before its first use and after its last.
const bool g_library_ready = mosquitto_lib_init() == MOSQ_ERR_SUCCESS;

}  // namespace

void Client::Destroy::operator()(mosquitto* handle) const {
    mosquitto_destroy(handle);
}

Client::Client(ClientSettings settings, OnAnswer on_answer)
    : settings_{std::move(settings)},
      on_answer_{std::move(on_answer)},
      handle_{mosquitto_new(nullptr, true, this)},
      counted_{metrics::here().broker_clients},
      pause_{kFirstPause} {
    if (!g_library_ready || !handle_) throw std::runtime_error{"mosquitto: cannot be set up"};
    mosquitto* const handle = handle_.get();
    check(mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5), "mosquitto");
    check(mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1), "mosquitto");
    check(mosquitto_threaded_set(handle, true), "mosquitto");
    if (!settings_.user.empty()) {
        check(mosquitto_username_pw_set(handle, settings_.user.c_str(), settings_.password.c_str()), "mosquitto");
    }
    mosquitto_connect_v5_callback_set(handle, [](mosquitto*, void* self, int code, int, const mosquitto_property*) {
        static_cast<Client*>(self)->connection_answered(code);
    });
    mosquitto_disconnect_v5_callback_set(handle, [](mosquitto*, void* self, int code, const mosquitto_property*) {
        static_cast<Client*>(self)->connection_ended(code);
    });
    mosquitto_publish_v5_callback_set(handle, [](mosquitto*, void* self, int id, int code, const mosquitto_property*) {
        static_cast<Client*>(self)->message_answered(id, code);
    });
    thread_ = std::thread{[this] { run(); }};
}

Client::~Client() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_requested_.notify_all();
    thread_.join();
}

bool Client::wait_until_answered(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return all_answered_.wait_for(lock, patience, [this] { return tokens_.empty(); });
}

bool Client::publish(Token token, const std::string& topic, std::string_view payload,
                     const UserProperties& user_properties) {
    if (!connected_) return false;
    constexpr int kAtLeastOnce = 1;
    const Properties properties{user_properties};
    // Held over the call: the answer may come before it returns, and must find the token.
    const std::lock_guard lock{mutex_};
    if (tokens_.size() >= kInFlightMax) return false;
    int message_id = 0;
    const int result = mosquitto_publish_v5(handle_.get(), &message_id, topic.c_str(), static_cast<int>(payload.size()),
                                            payload.data(), kAtLeastOnce, false, properties.get());
    // NO_CONN: the connection just went, but the message was queued for the next one.
    if (result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_NO_CONN) {
        log::warning("a message was not taken for publishing", {{"error", mosquitto_strerror(result)}});
        return false;
    }
    tokens_[message_id] = token;
    return true;
}

// The library's own loop thread ends silently on some errors; this one treats them all as a lost connection.
void Client::run() {
    const auto stopping = [this] {
        const std::lock_guard lock{mutex_};
        return stopping_;
    };
    mosquitto* const handle = handle_.get();
    for (bool first = true; !stopping(); first = false) {
        int result = first ? mosquitto_connect_bind_async(handle, settings_.host.c_str(), settings_.port,
                                                          static_cast<int>(settings_.keepalive.count()), nullptr)
                           : mosquitto_reconnect_async(handle);
        while (result == MOSQ_ERR_SUCCESS && !stopping()) result = mosquitto_loop(handle, kLoopMilliseconds, 1);
        set_connected(false);
        if (result != MOSQ_ERR_SUCCESS) pause_before_reconnect();
    }
    mosquitto_disconnect(handle);
    mosquitto_loop(handle, 0, 1);
}

bool Client::set_connected(bool connected) {
    const bool changed = connected_.exchange(connected) != connected;
    if (changed) metrics::here().broker_connections.add(connected ? 1 : -1);
    return changed;
}

void Client::pause_before_reconnect() {
    std::unique_lock lock{mutex_};
    stop_requested_.wait_for(lock, pause_, [this] { return stopping_; });
    pause_ = std::min(pause_ * 2, kLongestPause);
}

void Client::connection_answered(int reason_code) {
    if (reason_code != 0) {
        log::error("the broker refused the connection", {{"reason", mosquitto_reason_string(reason_code)}});
        return;
    }
    log::info("connected to the broker", {{"host", settings_.host}, {"port", settings_.port}});
    {
        const std::lock_guard lock{mutex_};
        pause_ = kFirstPause;
    }
    ++connection_;
    set_connected(true);
}

void Client::connection_ended(int reason_code) {
    if (set_connected(false) && reason_code != 0) {
        log::warning("the connection to the broker ended", {{"reason", mosquitto_strerror(reason_code)}});
    }
}

void Client::message_answered(int message_id, int reason_code) {
    constexpr int kFirstFailure = 0x80;
    Token token = 0;
    {
        const std::lock_guard lock{mutex_};
        const auto found = tokens_.find(message_id);
        if (found == tokens_.end()) return;
        token = found->second;
    }
    if (reason_code >= kFirstFailure) {
        log::error("the broker refused a message", {{"reason", mosquitto_reason_string(reason_code)}});
    }
    on_answer_(token, reason_code < kFirstFailure);
    const std::lock_guard lock{mutex_};
    tokens_.erase(message_id);
    if (tokens_.empty()) all_answered_.notify_all();
}

}  // namespace likes::mqtt
