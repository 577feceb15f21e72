#include "support/subscriber.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "support/mosquitto_calls.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

constexpr int kFirstFailure = 0x80;

Delivered copy_of(const mosquitto_message& message, const mosquitto_property* properties) {
    Delivered copy{message.topic, {}, message.qos, message.retain, {}};
    if (message.payloadlen > 0) {
        copy.payload.assign(static_cast<const char*>(message.payload), static_cast<std::size_t>(message.payloadlen));
    }
    char* content_type = nullptr;
    if (mosquitto_property_read_string(properties, MQTT_PROP_CONTENT_TYPE, &content_type, false) != nullptr) {
        copy.content_type = content_type;
        std::free(content_type);
    }
    char* name = nullptr;
    char* value = nullptr;
    for (const auto* found =
             mosquitto_property_read_string_pair(properties, MQTT_PROP_USER_PROPERTY, &name, &value, false);
         found != nullptr;
         found = mosquitto_property_read_string_pair(found, MQTT_PROP_USER_PROPERTY, &name, &value, true)) {
        copy.user_properties[name] = value;
        std::free(name);
        std::free(value);
    }
    return copy;
}

}  // namespace

void Subscriber::Destroy::operator()(mosquitto* handle) const {
    mosquitto_destroy(handle);
}

Subscriber::Subscriber(const Chat& chat, const std::string& user)
    : topic_{chat.topic()}, handle_{mosquitto_new(nullptr, true, this)} {
    mosquitto* const handle = handle_.get();
    require_mosquitto(handle);
    const auto login = broker_login(user, chat.id());
    check_mosquitto(mosquitto_username_pw_set(handle, login.user.c_str(), login.password.c_str()), "mosquitto");
    check_mosquitto(mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5), "mosquitto");
    check_mosquitto(mosquitto_reconnect_delay_set(handle, 1, 1, false), "mosquitto");
    mosquitto_connect_v5_callback_set(handle, [](mosquitto*, void* self, int code, int, const mosquitto_property*) {
        static_cast<Subscriber*>(self)->connected(code);
    });
    mosquitto_subscribe_v5_callback_set(
        handle, [](mosquitto*, void* self, int, int count, const int* granted, const mosquitto_property*) {
            auto& subscriber = *static_cast<Subscriber*>(self);
            const std::lock_guard lock{subscriber.mutex_};
            if (count != 1 || granted[0] >= kFirstFailure) subscriber.trouble_ = "the subscription was refused";
            ++subscriber.subscriptions_;
            subscriber.is_listening_ = true;
            subscriber.changed_.notify_all();
        });
    mosquitto_disconnect_v5_callback_set(handle, [](mosquitto*, void* self, int, const mosquitto_property*) {
        auto& subscriber = *static_cast<Subscriber*>(self);
        const std::lock_guard lock{subscriber.mutex_};
        subscriber.is_listening_ = false;
    });
    mosquitto_message_v5_callback_set(
        handle, [](mosquitto*, void* self, const mosquitto_message* message, const mosquitto_property* properties) {
            static_cast<Subscriber*>(self)->take(copy_of(*message, properties));
        });

    check_mosquitto(
        mosquitto_connect_bind_v5(handle, "127.0.0.1", stack().mqtt_port, kKeepaliveSeconds, nullptr, nullptr),
        "the broker cannot be reached");
    check_mosquitto(mosquitto_loop_start(handle), "mosquitto");
    std::unique_lock lock{mutex_};
    const bool in_time = changed_.wait_for(lock, kPatience, [this] { return subscriptions_ > 0 || !trouble_.empty(); });
    const std::string trouble = in_time ? trouble_ : "the broker does not answer";
    lock.unlock();
    if (!trouble.empty()) {
        mosquitto_disconnect(handle);
        mosquitto_loop_stop(handle, false);
        throw std::runtime_error{"cannot subscribe to " + topic_ + ": " + trouble};
    }
}

Subscriber::~Subscriber() {
    // The thread ends by itself. To force it would cancel it, in the midst of anything and with locks held.
    mosquitto_disconnect(handle_.get());
    mosquitto_loop_stop(handle_.get(), false);
}

std::size_t Subscriber::subscriptions() const {
    const std::lock_guard lock{mutex_};
    return subscriptions_;
}

bool Subscriber::wait_for_subscriptions(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, kPatience, [&] { return subscriptions_ >= count; });
}

bool Subscriber::wait_until_listening() {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, kPatience, [&] { return is_listening_; });
}

bool Subscriber::wait_until(const Condition& condition, std::chrono::seconds patience) {
    std::unique_lock lock{mutex_};
    const bool in_time = changed_.wait_for(lock, patience, [&] { return fault_ || condition(events_); });
    throw_fault();
    return in_time;
}

bool Subscriber::wait_for_version(const std::string& message, std::uint64_t version, const std::string& reaction) {
    return wait_until([&](const auto& events) {
        return std::any_of(events.begin(), events.end(), [&](const auto& event) {
            return event.message_id == message && event.reaction == reaction && event.version >= version;
        });
    });
}

std::vector<Delivered> Subscriber::delivered() const {
    const std::lock_guard lock{mutex_};
    return delivered_;
}

std::vector<LikeEvent> Subscriber::events() const {
    const std::lock_guard lock{mutex_};
    throw_fault();
    return events_;
}

std::vector<LikeEvent> Subscriber::events(const std::string& message, const std::string& reaction) const {
    auto all = events();
    std::erase_if(all, [&](const auto& event) { return event.message_id != message || event.reaction != reaction; });
    return all;
}

void Subscriber::connected(int reason_code) {
    if (reason_code == 0) {
        mosquitto_subscribe_v5(handle_.get(), nullptr, topic_.c_str(), kAtLeastOnce, 0, nullptr);
        return;
    }
    const std::lock_guard lock{mutex_};
    trouble_ = mosquitto_reason_string(reason_code);
    changed_.notify_all();
}

void Subscriber::take(Delivered message) {
    const std::lock_guard lock{mutex_};
    try {
        events_.push_back(like_event(message));
    } catch (const std::exception&) {
        fault_ = std::current_exception();
    }
    delivered_.push_back(std::move(message));
    changed_.notify_all();
}

void Subscriber::throw_fault() const {
    if (fault_) std::rethrow_exception(fault_);
}

}  // namespace likes::test
