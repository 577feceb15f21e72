#include "publishing/mqtt_client.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{2000};
/// Message ids have 16 bits. This bound leaves most of them free, so that an id is never used twice at the same time.
constexpr std::size_t kInFlightMax = 10'000;
/// Answers that are kept until take_answers() is called.
constexpr std::size_t kAnswersMax = 100'000;
/// The keep-alive of the connection.
constexpr int kKeepaliveSeconds = 30;
/// How long the loop sleeps at most before it checks whether it must stop. A message wakes it at once.
constexpr int kLoopMilliseconds = 100;

void check(int result, const char* what) {
    if (result != MOSQ_ERR_SUCCESS) throw std::runtime_error{std::string{what} + ": " + mosquitto_strerror(result)};
}

/// The properties of one message: `content-type: application/json`, and those that the caller names.
class Properties {
  public:
    explicit Properties(const MqttClient::UserProperties& named) {
        check(mosquitto_property_add_string(&properties_, MQTT_PROP_CONTENT_TYPE, "application/json"), "mosquitto");
        for (const auto& [name, value] : named) {
            // The library refuses a value that is not UTF-8. The message is then sent without that property.
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

/// The library must be initialised before its first use.
const bool kLibraryReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS;

}  // namespace

void MqttClient::Destroy::operator()(mosquitto* handle) const {
    mosquitto_destroy(handle);
}

MqttClient::MqttClient(BrokerSettings settings)
    : settings_{std::move(settings)},
      handle_{mosquitto_new(nullptr, true, this)},
      counted_{runtime::counters().broker_clients},
      pause_{kFirstPause} {
    if (!kLibraryReady || !handle_) throw std::runtime_error{"mosquitto: the library cannot be set up"};
    mosquitto* const handle = handle_.get();
    check(mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5), "mosquitto");
    check(mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1), "mosquitto");
    check(mosquitto_threaded_set(handle, true), "mosquitto");
    if (!settings_.user.empty()) {
        check(mosquitto_username_pw_set(handle, settings_.user.c_str(), settings_.password.c_str()), "mosquitto");
    }
    mosquitto_connect_v5_callback_set(handle, [](mosquitto*, void* self, int code, int, const mosquitto_property*) {
        static_cast<MqttClient*>(self)->connection_answered(code);
    });
    mosquitto_disconnect_v5_callback_set(handle, [](mosquitto*, void* self, int code, const mosquitto_property*) {
        static_cast<MqttClient*>(self)->connection_ended(code);
    });
    mosquitto_publish_v5_callback_set(handle, [](mosquitto*, void* self, int id, int code, const mosquitto_property*) {
        static_cast<MqttClient*>(self)->message_answered(id, code);
    });
    thread_ = std::thread{[this] { run(); }};
}

MqttClient::~MqttClient() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_requested_.notify_all();
    thread_.join();
}

std::vector<Broker::Answer> MqttClient::take_answers() {
    const std::lock_guard lock{mutex_};
    return std::exchange(answers_, {});
}

bool MqttClient::wait_until_answered(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return all_answered_.wait_for(lock, patience, [this] { return tokens_.empty(); });
}

bool MqttClient::publish(Token token, const std::string& topic, std::string_view payload,
                         const UserProperties& user_properties) {
    if (!connected_) return false;
    constexpr int kAtLeastOnce = 1;
    const Properties properties{user_properties};
    // Held during the call, because the answer may arrive before the call returns, and must find the token.
    const std::lock_guard lock{mutex_};
    if (tokens_.size() >= kInFlightMax) return false;
    int message_id = 0;
    const int result = mosquitto_publish_v5(handle_.get(), &message_id, topic.c_str(), static_cast<int>(payload.size()),
                                            payload.data(), kAtLeastOnce, false, properties.get());
    // NO_CONN: the connection was just lost, but the message is queued for the next one.
    if (result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_NO_CONN) {
        log::warning("a message could not be published", {{"error", mosquitto_strerror(result)}});
        return false;
    }
    tokens_[message_id] = token;
    return true;
}

// The library drops what it has not written of QoS 0 when it connects again, and run() does that only after it has
// noted, with the lock that is held here, that the connection has ended. So the message cannot go out over a later one.
bool MqttClient::publish_once(std::uint64_t connection, const std::string& topic, std::string_view payload) {
    constexpr int kAtMostOnce = 0;
    const Properties properties{{}};
    const std::lock_guard lock{mutex_};
    if (!connected_ || connection_ != connection) return false;
    return mosquitto_publish_v5(handle_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                                kAtMostOnce, false, properties.get()) == MOSQ_ERR_SUCCESS;
}

// The library's own loop thread ends silently on some errors; this one treats them all as a lost connection.
void MqttClient::run() {
    const auto stopping = [this] {
        const std::lock_guard lock{mutex_};
        return stopping_;
    };
    mosquitto* const handle = handle_.get();
    for (bool first = true; !stopping(); first = false) {
        int result = first ? mosquitto_connect_bind_async(handle, settings_.host.c_str(), settings_.port,
                                                          kKeepaliveSeconds, nullptr)
                           : mosquitto_reconnect_async(handle);
        while (result == MOSQ_ERR_SUCCESS && !stopping()) result = mosquitto_loop(handle, kLoopMilliseconds, 1);
        {
            const std::lock_guard lock{mutex_};
            set_connected(false);
        }
        if (result != MOSQ_ERR_SUCCESS) pause_before_reconnect();
    }
    mosquitto_disconnect(handle);
    mosquitto_loop(handle, 0, 1);
}

bool MqttClient::set_connected(bool connected) {
    const bool changed = connected_.exchange(connected) != connected;
    if (changed) runtime::counters().broker_connections.add(connected ? 1 : -1);
    return changed;
}

void MqttClient::pause_before_reconnect() {
    std::unique_lock lock{mutex_};
    stop_requested_.wait_for(lock, pause_, [this] { return stopping_; });
    pause_ = std::min(pause_ * 2, kLongestPause);
}

void MqttClient::connection_answered(int reason_code) {
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

void MqttClient::connection_ended(int reason_code) {
    if (set_connected(false) && reason_code != 0) {
        log::warning("the connection to the broker ended", {{"reason", mosquitto_strerror(reason_code)}});
    }
}

void MqttClient::message_answered(int message_id, int reason_code) {
    constexpr int kFirstFailure = 0x80;
    if (reason_code >= kFirstFailure) {
        log::error("the broker refused a message", {{"reason", mosquitto_reason_string(reason_code)}});
    }
    const std::lock_guard lock{mutex_};
    const auto answered = tokens_.extract(message_id);
    if (answered.empty()) return;
    if (answers_.size() < kAnswersMax) answers_.push_back({answered.mapped(), reason_code < kFirstFailure});
    if (tokens_.empty()) all_answered_.notify_all();
}

}  // namespace likes::publishing
