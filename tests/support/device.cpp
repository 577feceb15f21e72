#include "support/device.hpp"

#include <algorithm>
#include <stdexcept>

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <sys/socket.h>

#include "support/mosquitto_calls.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kSessionSeconds = 3600;

const char* text_or_null(const std::optional<std::string>& text) {
    return text ? text->c_str() : nullptr;
}

}  // namespace

void Device::Destroy::operator()(mosquitto* handle) const {
    mosquitto_destroy(handle);
}

Device::Device(const Options& options)
    : client_id_{options.persistent_client_id},
      handle_{mosquitto_new(client_id_.empty() ? nullptr : client_id_.c_str(), client_id_.empty(), this)},
      persistent_{!client_id_.empty()} {
    mosquitto* const handle = handle_.get();
    require_mosquitto(handle);
    check_mosquitto(mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, options.protocol), "protocol");
    check_mosquitto(mosquitto_username_pw_set(handle, text_or_null(options.user), text_or_null(options.password)),
                    "login");
    if (options.will) {
        const auto& [topic, payload] = *options.will;
        check_mosquitto(mosquitto_will_set_v5(handle, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                                              kAtLeastOnce, false, nullptr),
                        "will");
    }
    mosquitto_connect_v5_callback_set(
        handle, [](mosquitto*, void* self, int code, int, const mosquitto_property*) { of(self).answer_ = code; });
    mosquitto_subscribe_v5_callback_set(
        handle, [](mosquitto*, void* self, int, int count, const int* granted, const mosquitto_property*) {
            if (count == 1) of(self).answer_ = granted[0];
        });
    mosquitto_publish_v5_callback_set(
        handle, [](mosquitto*, void* self, int, int code, const mosquitto_property*) { of(self).answer_ = code; });
    mosquitto_message_v5_callback_set(handle, [](mosquitto*, void* self, const mosquitto_message* message,
                                                 const mosquitto_property*) { of(self).take(*message); });
}

Device::~Device() = default;

void Device::take(const mosquitto_message& message) {
    Delivered copy{message.topic, {}, message.qos, message.retain, {}};
    if (message.payloadlen > 0) {
        copy.payload.assign(static_cast<const char*>(message.payload), static_cast<std::size_t>(message.payloadlen));
    }
    heard_.push_back(std::move(copy));
}

int Device::connect() {
    mosquitto_property* properties = nullptr;
    if (persistent_) {
        check_mosquitto(mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, kSessionSeconds),
                        "expiry");
    }
    answer_.reset();
    const int result = mosquitto_connect_bind_v5(handle_.get(), "127.0.0.1", stack().mqtt_port, kKeepaliveSeconds,
                                                 nullptr, properties);
    mosquitto_property_free_all(&properties);
    ended_ = result != MOSQ_ERR_SUCCESS;
    return answer();
}

int Device::subscribe(const std::string& topic) {
    answer_.reset();
    check_mosquitto(mosquitto_subscribe_v5(handle_.get(), nullptr, topic.c_str(), kAtLeastOnce, 0, nullptr),
                    "SUBSCRIBE");
    return answer();
}

int Device::publish(const std::string& topic, const std::string& payload) {
    answer_.reset();
    check_mosquitto(mosquitto_publish_v5(handle_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()),
                                         payload.data(), kAtLeastOnce, false, nullptr),
                    "PUBLISH");
    return answer();
}

void Device::disconnect() {
    check_mosquitto(mosquitto_disconnect_v5(handle_.get(), 0, nullptr), "DISCONNECT");
    wait_for_end();
}

void Device::vanish() {
    if (shutdown(mosquitto_socket(handle_.get()), SHUT_WR) != 0) throw std::runtime_error{"cannot end the connection"};
    if (!wait_for_end()) throw std::runtime_error{"the broker keeps a connection that has ended"};
}

bool Device::poll(std::chrono::milliseconds patience) {
    if (ended_) return false;
    ended_ = mosquitto_loop(handle_.get(), static_cast<int>(patience.count()), 1) != MOSQ_ERR_SUCCESS;
    return !ended_;
}

bool Device::wait_for_end(std::chrono::seconds patience) {
    const auto deadline = Clock::now() + patience;
    while (!ended_ && Clock::now() < deadline) poll(std::chrono::milliseconds{50});
    return ended_;
}

bool Device::wait_for_version(std::uint64_t version, std::chrono::seconds patience) {
    const auto deadline = Clock::now() + patience;
    const auto is_there = [&] {
        return std::any_of(heard_.begin(), heard_.end(),
                           [&](const Delivered& each) { return like_event(each).version == version; });
    };
    while (!is_there()) {
        if (Clock::now() > deadline || !poll(std::chrono::milliseconds{50})) return false;
    }
    return true;
}

int Device::answer() {
    const auto deadline = Clock::now() + kPatience;
    while (!answer_) {
        if (!poll(std::chrono::milliseconds{50}) && !answer_) return kEnded;
        if (Clock::now() > deadline) throw std::runtime_error{"the broker does not answer"};
    }
    return *answer_;
}

Device::Options as(const BrokerLogin& login) {
    Device::Options options;
    options.user = login.user;
    options.password = login.password;
    return options;
}

}  // namespace likes::test
