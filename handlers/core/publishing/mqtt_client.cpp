#include "publishing/mqtt_client.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <variant>

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "publishing/event_json.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{2000};
/// The keep-alive of the connection.
constexpr int kKeepaliveSeconds = 30;
/// How long the thread sleeps at most before it looks after the keep-alive. A message wakes it at once.
constexpr std::chrono::milliseconds kLongestSleep{1000};
/// Answers are not urgent, and the broker sends each by itself. So they are read after this time, together, instead of
/// waking the thread one by one.
constexpr std::chrono::milliseconds kAnswersPause{5};
/// With more messages in flight, answers are read as they come: the broker takes no more than 100 that it has not
/// answered (max_inflight_messages).
constexpr std::size_t kInFlightWithPause = 50;
/// libmosquitto 2.0.11 reads as many packets as there are messages in flight, whatever it is told, and writes until
/// nothing is left.
constexpr int kPackets = 1;

void check(int result, const char* what) {
    if (result != MOSQ_ERR_SUCCESS) throw std::runtime_error{std::string{what} + ": " + mosquitto_strerror(result)};
}

/// The properties of one message: `content-type: application/json`, and the trace of the request that caused it.
class Properties {
  public:
    explicit Properties(const Trace& trace) {
        check(mosquitto_property_add_string(&properties_, MQTT_PROP_CONTENT_TYPE, "application/json"), "mosquitto");
        add("request-id", trace.request_id);
        add("traceparent", trace.traceparent);
    }
    ~Properties() { mosquitto_property_free_all(&properties_); }
    Properties(const Properties&) = delete;
    Properties& operator=(const Properties&) = delete;

    const mosquitto_property* get() const { return properties_; }

  private:
    void add(const char* name, const std::string& value) {
        if (value.empty()) return;
        // The library refuses a value that is not UTF-8. The message is then sent without that property.
        mosquitto_property_add_string_pair(&properties_, MQTT_PROP_USER_PROPERTY, name, value.c_str());
    }

    mosquitto_property* properties_ = nullptr;
};

/// What is written while it lives leaves in as few segments as can be.
class Cork {
  public:
    explicit Cork(int socket) : socket_{socket} { set(1); }
    ~Cork() { set(0); }
    Cork(const Cork&) = delete;
    Cork& operator=(const Cork&) = delete;

  private:
    void set(int corked) const { setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &corked, sizeof corked); }

    int socket_;
};

/// Whether the library has the message. If the connection is just lost, it keeps it for the next one.
bool is_taken(int result) {
    return result == MOSQ_ERR_SUCCESS || result == MOSQ_ERR_NO_CONN || result == MOSQ_ERR_CONN_LOST ||
           result == MOSQ_ERR_ERRNO;
}

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
    stopping_ = true;
    publisher_.wake_up();
    thread_.join();
}

// The library's own loop ends silently on some errors; this one treats them all as a lost connection.
void MqttClient::run() {
    mosquitto* const handle = handle_.get();
    int result =
        mosquitto_connect_bind_async(handle, settings_.host.c_str(), settings_.port, kKeepaliveSeconds, nullptr);
    while (!stopping_) {
        while (result == MOSQ_ERR_SUCCESS && !stopping_) result = step();
        if (stopping_) break;
        publisher_.connection_ended();
        pause_before_reconnect();
        result = mosquitto_reconnect_async(handle);
    }
    mosquitto_disconnect(handle);
    publisher_.connection_ended();
}

/// Waits for messages and for the broker, and does what is due. Returns the library's error if the connection is lost.
int MqttClient::step() {
    mosquitto* const handle = handle_.get();
    const auto pause = answers_pause();
    std::array<pollfd, 2> waiting{{{publisher_.wakes(), POLLIN, 0}, {mosquitto_socket(handle), 0, 0}}};
    if (pause.count() == 0) waiting[1].events |= POLLIN;
    if (mosquitto_want_write(handle)) waiting[1].events |= POLLOUT;
    poll(waiting.data(), waiting.size(), static_cast<int>((pause.count() > 0 ? pause : kLongestSleep).count()));
    if (const int result = exchange_packets(waiting[1].revents); result != MOSQ_ERR_SUCCESS) return result;
    if (waiting[0].revents != 0) send_batch();
    if (ended_.messages > 0) publisher_.leave(std::exchange(ended_, {}));
    return mosquitto_loop_misc(handle);
}

/// How long it may be until answers are read; 0: read them as they come.
std::chrono::milliseconds MqttClient::answers_pause() const {
    if (in_flight_.empty() || in_flight_.size() > kInFlightWithPause) return {};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(read_answers_at_ - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds{0});
}

/// Reads and writes what the socket has and takes, by what poll() said of it.
int MqttClient::exchange_packets(int events) {
    int result = MOSQ_ERR_SUCCESS;
    if ((events & ~POLLOUT) != 0) {
        result = mosquitto_loop_read(handle_.get(), kPackets);
        read_answers_at_ = std::chrono::steady_clock::now() + kAnswersPause;
    }
    if (result == MOSQ_ERR_SUCCESS && (events & POLLOUT) != 0) result = mosquitto_loop_write(handle_.get(), kPackets);
    return result;
}

void MqttClient::pause_before_reconnect() {
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + pause_;
    for (auto now = steady_clock::now(); now < end && !stopping_; now = steady_clock::now()) {
        pollfd waiting{publisher_.wakes(), POLLIN, 0};
        poll(&waiting, 1, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(end - now).count()));
        publisher_.sleep();
    }
    pause_ = std::min(pause_ * 2, kLongestPause);
}

/// Sends everything that waits. Nothing is taken before the connection is there, so it all stays for that one.
void MqttClient::send_batch() {
    if (!publisher_.is_connected()) return publisher_.sleep();
    auto messages = publisher_.take();
    if (in_flight_.empty()) read_answers_at_ = std::chrono::steady_clock::now() + kAnswersPause;
    const Cork cork{mosquitto_socket(handle_.get())};
    for (auto& message : messages) std::visit([this](auto& each) { send(each); }, message);
}

void MqttClient::send(Event& event) {
    const std::string payload = to_json(event);
    if (payload.size() > kEventBytesMax) {
        log::error("an event is longer than the broker takes, and is not sent",
                   {{"message_id", event.target.message.to_string()}, {"bytes", payload.size()}});
        runtime::counters().events_not_sent.add();
        return end({}, false);
    }
    send_until_answered(realtime::events_topic(event.chat), payload, event.trace,
                        PublishedEvent{event.chat, event.target, std::move(event.outbox_ids)});
}

void MqttClient::send(const Text& text) {
    if (text.connection == 0) return send_until_answered(text.topic, text.payload, {}, {});
    send_once(text);
}

void MqttClient::send_until_answered(const std::string& topic, const std::string& payload, const Trace& trace,
                                     Receipt receipt) {
    constexpr int kAtLeastOnce = 1;
    const Properties properties{trace};
    int message_id = 0;
    const int result = mosquitto_publish_v5(handle_.get(), &message_id, topic.c_str(), static_cast<int>(payload.size()),
                                            payload.data(), kAtLeastOnce, false, properties.get());
    if (is_taken(result)) {
        in_flight_[message_id] = std::move(receipt);
        return;
    }
    log::warning("a message could not be published", {{"error", mosquitto_strerror(result)}});
    if (receipt) runtime::counters().events_not_sent.add();
    end({}, false);
}

// What the library has not written when it connects again, it drops at QoS 0. So if the number is right here, the
// message cannot go out over a later connection.
void MqttClient::send_once(const Text& text) {
    constexpr int kAtMostOnce = 0;
    if (publisher_.connection() == text.connection) {
        const Properties properties{{}};
        mosquitto_publish_v5(handle_.get(), nullptr, text.topic.c_str(), static_cast<int>(text.payload.size()),
                             text.payload.data(), kAtMostOnce, false, properties.get());
    }
    ++ended_.messages;
}

void MqttClient::end(Receipt receipt, bool accepted) {
    ++ended_.messages;
    if (!accepted) ++ended_.failures;
    if (accepted && receipt) ended_.acknowledged.push_back(std::move(*receipt));
}

void MqttClient::connection_answered(int reason_code) {
    if (reason_code != 0) {
        log::error("the broker refused the connection", {{"reason", mosquitto_reason_string(reason_code)}});
        return;
    }
    log::info("connected to the broker", {{"host", settings_.host}, {"port", settings_.port}});
    pause_ = kFirstPause;
    publisher_.connection_began();
}

void MqttClient::connection_ended(int reason_code) {
    if (publisher_.connection_ended() && reason_code != 0) {
        log::warning("the connection to the broker ended", {{"reason", mosquitto_strerror(reason_code)}});
    }
}

void MqttClient::message_answered(int message_id, int reason_code) {
    constexpr int kFirstFailure = 0x80;
    const bool accepted = reason_code < kFirstFailure;
    if (!accepted) log::error("the broker refused a message", {{"reason", mosquitto_reason_string(reason_code)}});
    auto answered = in_flight_.extract(message_id);
    if (answered.empty()) return;
    auto& receipt = answered.mapped();
    if (receipt) (accepted ? runtime::counters().events_published : runtime::counters().events_refused).add();
    end(std::move(receipt), accepted);
}

}  // namespace likes::publishing
