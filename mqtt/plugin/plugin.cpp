// The plugin as Mosquitto 2.0.11 sees it: three functions, and the callbacks that they register. BrokerAccess makes all
// decisions; this file only translates between it and the broker.
//
// What the broker does with the return values (read in its source and tried out):
//  - BASIC_AUTH: MOSQ_ERR_AUTH is CONNACK 5 (MQTT 5: 0x87, not authorized). Every other error closes the connection
//    without a CONNACK; there is no way to send 0x88, server unavailable. A deferral passes the CONNECT on to the
//    check of the password file, which is registered after ours, and ends in MOSQ_ERR_AUTH if that defers, too.
//  - ACL_CHECK: only MOSQ_ERR_ACL_DENIED is a refusal. Other errors disconnect a client: at a delivery, the publisher.
//  - CONTROL: the PUBACK reports success whatever we return, and an error disconnects the publisher. So the payload is
//    already checked at the ACL_CHECK of the message.
//  - RELOAD: an error would leave the broker without its password file.
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>

#include "base/time.hpp"
#include "plugin/broker_access.hpp"
#include "plugin/log.hpp"
#include "plugin/options.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"

namespace likes::plugin {
namespace {

void log_line(int level, const std::string& line) {
    mosquitto_log_printf(level, "chat-likes: %s", line.c_str());
}

void log(Level level, const std::string& line) {
    log_line(level == Level::kWarning ? MOSQ_LOG_WARNING : MOSQ_LOG_NOTICE, line);
}

struct Plugin {
    Plugin(mosquitto_plugin_id_t* identifier, Options options)
        : id{identifier}, access{std::move(options), log, system_now()} {}

    mosquitto_plugin_id_t* id;
    BrokerAccess access;
};

/// An exception that left a callback would abort the broker. `on_exception` must be the return value that grants
/// nothing.
template <typename Answer>
int guarded(int on_exception, Answer&& answer) noexcept {
    try {
        return answer();
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "chat-likes: %s", error.what());
    } catch (...) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "chat-likes: an unknown exception");
    }
    return on_exception;
}

runtime::Admission metric_of(ConnectDecision verdict) {
    switch (verdict) {
        case ConnectDecision::kAdmitted:
            return runtime::Admission::kAdmitted;
        case ConnectDecision::kPasswordFile:
            return runtime::Admission::kPasswordFile;
        case ConnectDecision::kNoRights:
            return runtime::Admission::kNoRights;
        case ConnectDecision::kNotYetServing:
            return runtime::Admission::kNotYetServing;
        case ConnectDecision::kRefused:
            break;
    }
    return runtime::Admission::kRefused;
}

/// Only writes to memory, so that the broker never waits.
void count_state_of(const BrokerAccess& access) {
    auto& numbers = runtime::counters();
    numbers.broker_sessions.set(static_cast<std::int64_t>(access.connections()));
    numbers.broker_revocations.set(static_cast<std::int64_t>(access.revocations()));
    numbers.broker_admits_users.set(access.admits_users() ? 1 : 0);
}

std::optional<std::string_view> text_or_none(const char* text) {
    if (text == nullptr) return std::nullopt;
    return text;
}

std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string{} : std::string{text};
}

std::string_view bytes(const void* data, std::uint32_t size) {
    return data == nullptr ? std::string_view{} : std::string_view{static_cast<const char*>(data), size};
}

/// Disconnects clients without publishing their will, which no client may have. Their sessions have lost all rights
/// already: if the broker does not find one under its client id, what remains is a connection without rights.
void disconnect_all(const std::vector<std::string>& client_ids) {
    for (const auto& client_id : client_ids) mosquitto_kick_client_by_clientid(client_id.c_str(), false);
}

int on_basic_auth(int /*event*/, void* data, void* userdata) {
    return guarded(MOSQ_ERR_AUTH, [&]() -> int {
        const auto& auth = *static_cast<mosquitto_evt_basic_auth*>(data);
        const ConnectRequest request{.connection = auth.client,
                                     .client_id = text_or_empty(mosquitto_client_id(auth.client)),
                                     .username = text_or_none(auth.username),
                                     .password = text_or_none(auth.password),
                                     .is_websocket = mosquitto_client_protocol(auth.client) == mp_websockets};
        const auto admission = static_cast<Plugin*>(userdata)->access.connect(request, system_now());
        runtime::counters().admissions[metric_of(admission.verdict)].add();
        switch (admission.verdict) {
            case ConnectDecision::kAdmitted:
            case ConnectDecision::kNoRights:
                return MOSQ_ERR_SUCCESS;
            case ConnectDecision::kPasswordFile:
                return MOSQ_ERR_PLUGIN_DEFER;
            case ConnectDecision::kNotYetServing:
                // Closed without a CONNACK: a client takes that for a broken connection and tries again by itself. If
                // it were told that it is not authorized, it would give up or fetch a new token, and all clients would
                // do so at once.
                return MOSQ_ERR_CONN_REFUSED;
            case ConnectDecision::kRefused:
                break;
        }
        // Who it was, nginx's log knows.
        log_line(MOSQ_LOG_NOTICE, "a connection is refused: " + std::string{admission.reason});
        return MOSQ_ERR_AUTH;
    });
}

int on_acl_check(int /*event*/, void* data, void* userdata) {
    return guarded(MOSQ_ERR_ACL_DENIED, [&]() -> int {
        const auto& check = *static_cast<mosquitto_evt_acl_check*>(data);
        const auto& access = static_cast<Plugin*>(userdata)->access;
        bool allowed = false;
        switch (check.access) {
            case MOSQ_ACL_READ:
                allowed = access.may_read(check.client, check.topic);
                break;
            case MOSQ_ACL_WRITE:
                allowed = access.may_publish(check.client, check.topic, bytes(check.payload, check.payloadlen));
                break;
            case MOSQ_ACL_SUBSCRIBE:
                allowed = access.may_subscribe(check.client, check.topic);
                break;
            case MOSQ_ACL_UNSUBSCRIBE:
                allowed = true;
                break;
            default:
                break;
        }
        return allowed ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
    });
}

int on_control(int /*event*/, void* data, void* userdata) {
    return guarded(MOSQ_ERR_UNKNOWN, [&]() -> int {
        const auto& control = *static_cast<mosquitto_evt_control*>(data);
        const auto client_ids = static_cast<Plugin*>(userdata)->access.control(
            control.client, bytes(control.payload, control.payloadlen), control.qos, system_now());
        if (!client_ids) return MOSQ_ERR_INVAL;
        disconnect_all(*client_ids);
        return MOSQ_ERR_SUCCESS;
    });
}

int on_tick(int /*event*/, void* /*data*/, void* userdata) {
    return guarded(MOSQ_ERR_UNKNOWN, [&]() -> int {
        auto& access = static_cast<Plugin*>(userdata)->access;
        disconnect_all(access.tick(system_now()));
        count_state_of(access);
        return MOSQ_ERR_SUCCESS;
    });
}

int on_disconnect(int /*event*/, void* data, void* userdata) {
    return guarded(MOSQ_ERR_UNKNOWN, [&]() -> int {
        static_cast<Plugin*>(userdata)->access.disconnected(static_cast<mosquitto_evt_disconnect*>(data)->client);
        return MOSQ_ERR_SUCCESS;
    });
}

int on_reload(int /*event*/, void* /*data*/, void* userdata) {
    return guarded(MOSQ_ERR_PLUGIN_DEFER, [&]() -> int {
        static_cast<Plugin*>(userdata)->access.reload_begins();
        return MOSQ_ERR_PLUGIN_DEFER;
    });
}

struct Callback {
    int event;
    MOSQ_FUNC_generic_callback function;
    const void* data = nullptr;
};

constexpr std::array kCallbacks{
    Callback{MOSQ_EVT_BASIC_AUTH, on_basic_auth},
    Callback{MOSQ_EVT_ACL_CHECK, on_acl_check},
    Callback{MOSQ_EVT_CONTROL, on_control, realtime::kRevocationTopic},
    Callback{MOSQ_EVT_TICK, on_tick},
    Callback{MOSQ_EVT_DISCONNECT, on_disconnect},
    Callback{MOSQ_EVT_RELOAD, on_reload},
};

Options options_of(const mosquitto_opt* options, int count) {
    std::vector<std::pair<std::string, std::string>> given;
    given.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) given.emplace_back(text_or_empty(options[i].key), text_or_empty(options[i].value));
    return parse_options(given);
}

}  // namespace
}  // namespace likes::plugin

extern "C" {

int mosquitto_plugin_version(int count, const int* supported) {
    for (int i = 0; i < count; ++i) {
        if (supported[i] == MOSQ_PLUGIN_VERSION) return MOSQ_PLUGIN_VERSION;
    }
    return -1;
}

/// An error ends the broker, so that it never runs without access control.
int mosquitto_plugin_init(mosquitto_plugin_id_t* id, void** userdata, mosquitto_opt* options, int option_count) {
    using namespace likes::plugin;
    return guarded(MOSQ_ERR_INVAL, [&]() -> int {
        auto settings = options_of(options, option_count);
        if (const auto fault = likes::runtime::open_counters(settings.metrics_dir, "mosquitto")) {
            log(Level::kWarning, "the monitor cannot read the plugin's counters: " + *fault);
        }
        auto plugin = std::make_unique<Plugin>(id, std::move(settings));
        for (const auto& callback : kCallbacks) {
            const int error =
                mosquitto_callback_register(id, callback.event, callback.function, callback.data, plugin.get());
            if (error != MOSQ_ERR_SUCCESS) return error;
        }
        *userdata = plugin.release();
        likes::runtime::counters().serving.set(1);
        return MOSQ_ERR_SUCCESS;
    });
}

int mosquitto_plugin_cleanup(void* userdata, mosquitto_opt* /*options*/, int /*option_count*/) {
    using namespace likes::plugin;
    return guarded(MOSQ_ERR_UNKNOWN, [&]() -> int {
        const std::unique_ptr<Plugin> plugin{static_cast<Plugin*>(userdata)};
        if (!plugin) return MOSQ_ERR_SUCCESS;
        for (const auto& callback : kCallbacks) {
            mosquitto_callback_unregister(plugin->id, callback.event, callback.function, callback.data);
        }
        return MOSQ_ERR_SUCCESS;
    });
}

}  // extern "C"
