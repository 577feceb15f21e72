// The module as nginx 1.22 sees it: a directive for HTTP and for TCP, `mqtt_guard on;`, which looks at what a client
// sends to the broker, and ends the connection before the broker sees what would harm it.
//
// nginx reads from a client through the pointer `recv` of the connection, for an upgraded HTTP connection as for a TCP
// one, and TLS puts itself in between there. So does this module: Packets and Frames see the bytes as they are read.
// What the broker sends is not looked at, and no connection is added.
//
//  - A fault is NGX_ERROR, which nginx takes for the end of the connection.
//  - A client that sends too fast is read later: NGX_AGAIN, and a timer that makes nginx read again.
//  - That timer also ends the time in which a CONNECT must be complete.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>

extern "C" {
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_event.h>
#include <ngx_http.h>
#include <ngx_stream.h>

extern ngx_module_t chat_likes_http_guard_module;
extern ngx_module_t chat_likes_stream_guard_module;
extern char* ngx_module_order[];
}

#include "guard/frames.hpp"
#include "guard/packets.hpp"

namespace likes::guard {
namespace {

/// From the first byte after the handshakes to a complete CONNECT.
constexpr ngx_msec_t kConnectTimeMs = 10'000;

/// What one connection may send. A packet costs the broker more than its bytes, so it counts for some more; but not an
/// acknowledgement, of which there are as many as events: on a WebSocket three thousand a second.
constexpr std::int64_t kBytesPerMs = 32;
constexpr std::int64_t kBurstBytes = 256 * std::int64_t{1024};
constexpr std::int64_t kBytesOfPacket = 256;
constexpr ngx_msec_t kPauseMs = 20;

/// A connection from outside, until it ends. Lies in nginx's memory of it, which is freed without a destructor.
struct Watch {
    ngx_connection_t* connection;
    bool is_websocket;
    ngx_msec_t deadline = ngx_current_msec + kConnectTimeMs;
    ngx_msec_t credited_at = ngx_current_msec;
    std::int64_t credit = kBurstBytes;
    ngx_event_t timer{};
    Packets packets{};
    Frames frames{};
    Fault fault{};
};

Watch* watch_of(ngx_http_request_t* request) {
    return static_cast<Watch*>(ngx_http_get_module_ctx(request, chat_likes_http_guard_module));
}

Watch* watch_of(ngx_stream_session_t* session) {
    return static_cast<Watch*>(ngx_stream_get_module_ctx(session, chat_likes_stream_guard_module));
}

/// What nginx reads with by itself.
ngx_recv_pt receive_of(const ngx_connection_t& connection) {
    return connection.ssl != nullptr ? ngx_ssl_recv : ngx_recv;
}

void read_again(ngx_event_t* timer) {
    auto* const read = static_cast<ngx_connection_t*>(timer->data)->read;
    read->ready = 1;
    ngx_post_event(read, &ngx_posted_events);
}

void set_timer(Watch& watch, ngx_msec_t delay) {
    if (!watch.timer.timer_set) ngx_add_timer(&watch.timer, delay);
}

/// As nginx's own functions tell it of a connection that is broken.
ssize_t broken(ngx_connection_t& connection) {
    connection.read->ready = 0;
    connection.read->eof = 1;
    connection.read->error = 1;
    return NGX_ERROR;
}

ssize_t end(Watch& watch, Fault fault) {
    watch.fault = fault;
    ngx_log_error(NGX_LOG_INFO, watch.connection->log, 0, "the connection ends because of %*s", fault.size(),
                  fault.data());
    return broken(*watch.connection);
}

Fault take(Watch& watch, std::span<std::uint8_t> bytes) {
    const auto packets = [&] { return watch.packets.count() - watch.packets.acknowledgements(); };
    const auto before = packets();
    const auto fault = watch.is_websocket ? watch.frames.take(bytes, watch.packets) : take(bytes, watch.packets);
    watch.credit -=
        static_cast<std::int64_t>(bytes.size()) + static_cast<std::int64_t>(packets() - before) * kBytesOfPacket;
    return fault;
}

ssize_t receive(Watch& watch, u_char* buffer, std::size_t size) {
    if (!watch.fault.empty()) return broken(*watch.connection);
    auto& connection = *watch.connection;
    const ngx_msec_t now = ngx_current_msec;
    if (!watch.packets.is_connected()) {
        if (static_cast<ngx_msec_int_t>(watch.deadline - now) <= 0) return end(watch, "no CONNECT in time");
        set_timer(watch, watch.deadline - now);
    }
    watch.credit =
        std::min(kBurstBytes, watch.credit + static_cast<std::int64_t>(now - watch.credited_at) * kBytesPerMs);
    watch.credited_at = now;
    if (watch.credit <= 0) {
        if (watch.timer.timer_set) ngx_del_timer(&watch.timer);
        set_timer(watch, kPauseMs);
        connection.read->ready = 0;
        return NGX_AGAIN;
    }

    const auto count = receive_of(connection)(&connection, buffer, size);
    if (count <= 0) return count;
    const auto fault = take(watch, {buffer, static_cast<std::size_t>(count)});
    if (!fault.empty()) return end(watch, fault);
    if (watch.packets.is_connected() && watch.timer.timer_set) ngx_del_timer(&watch.timer);
    return count;
}

template <typename Owner>
ssize_t receive_for(ngx_connection_t* connection, u_char* buffer, std::size_t size) {
    // An error page instead of the broker has no Watch any more.
    auto* const watch = watch_of(static_cast<Owner*>(connection->data));
    return watch != nullptr ? receive(*watch, buffer, size) : receive_of(*connection)(connection, buffer, size);
}

/// The request is over, and its connection may have another; or all of it is over.
void stop_watching(void* data) {
    auto& watch = *static_cast<Watch*>(data);
    if (watch.timer.timer_set) ngx_del_timer(&watch.timer);
    watch.connection->recv = receive_of(*watch.connection);
}

/// nullptr if there is no memory.
Watch* watch(ngx_connection_t& connection, ngx_pool_t* pool, bool is_websocket) {
    auto* const cleanup = ngx_pool_cleanup_add(pool, sizeof(Watch));
    if (cleanup == nullptr) return nullptr;
    auto* const watch = new (cleanup->data) Watch{.connection = &connection, .is_websocket = is_websocket};
    cleanup->handler = stop_watching;
    watch->timer.data = &connection;
    watch->timer.handler = read_again;
    watch->timer.log = connection.log;
    watch->timer.cancelable = 1;
    set_timer(*watch, kConnectTimeMs);
    return watch;
}

// -- What the log can say of a connection
// ------------------------------------------------------------------------------

enum Word : std::uintptr_t { kUser, kClientId, kFault };

std::string_view word_of(const Watch& watch, std::uintptr_t word) {
    switch (word) {
        case kUser:
            return watch.packets.user();
        case kClientId:
            return watch.packets.client_id();
        default:
            return watch.fault;
    }
}

template <typename Owner>
ngx_int_t get_word(Owner* owner, ngx_variable_value_t* value, std::uintptr_t word) {
    const auto* const watch = watch_of(owner);
    const auto text = watch != nullptr ? word_of(*watch, word) : std::string_view{};
    value->len = static_cast<unsigned>(text.size()) & 0x0FFFFFFFU;
    // nginx only reads it.
    value->data = reinterpret_cast<u_char*>(const_cast<char*>(text.data()));
    value->valid = 1;
    value->no_cacheable = 1;
    value->not_found = 0;
    return NGX_OK;
}

struct Variable {
    ngx_str_t name;
    Word word;
};
std::array variables{Variable{ngx_string("mqtt_user"), kUser}, Variable{ngx_string("mqtt_client_id"), kClientId},
                     Variable{ngx_string("mqtt_fault"), kFault}};

template <typename Owner, typename Add>
ngx_int_t add_variables(ngx_conf_t* conf, Add add) {
    for (auto& [name, word] : variables) {
        auto* const variable = add(conf, &name, NGX_HTTP_VAR_NOCACHEABLE);
        if (variable == nullptr) return NGX_ERROR;
        variable->get_handler = get_word<Owner>;
        variable->data = word;
    }
    return NGX_OK;
}
static_assert(NGX_HTTP_VAR_NOCACHEABLE == NGX_STREAM_VAR_NOCACHEABLE);

// -- The directive
// -----------------------------------------------------------------------------------------------------

struct Settings {
    ngx_flag_t on;
};

void* make_settings(ngx_conf_t* conf) {
    auto* const settings = static_cast<Settings*>(ngx_palloc(conf->pool, sizeof(Settings)));
    if (settings != nullptr) settings->on = NGX_CONF_UNSET;
    return settings;
}

char* merge_settings(ngx_conf_t* /*conf*/, void* outer, void* inner) {
    auto& on = static_cast<Settings*>(inner)->on;
    ngx_conf_merge_value(on, static_cast<Settings*>(outer)->on, 0);
    return NGX_CONF_OK;
}

/// The handler is called in that phase.
template <typename Core, typename Handler>
ngx_int_t register_handler(Core* core, std::size_t phase, Handler handler) {
    auto* const place = static_cast<Handler*>(ngx_array_push(&core->phases[phase].handlers));
    if (place == nullptr) return NGX_ERROR;
    *place = handler;
    return NGX_OK;
}

ngx_int_t on_request(ngx_http_request_t* request) {
    const auto* const settings =
        static_cast<Settings*>(ngx_http_get_module_loc_conf(request, chat_likes_http_guard_module));
    if (settings->on == 0 || watch_of(request) != nullptr) return NGX_DECLINED;
    // What nginx read as a body, the broker would take for frames.
    if (request->headers_in.content_length_n > 0 || request->headers_in.chunked) return NGX_HTTP_BAD_REQUEST;

    auto& connection = *request->connection;
    auto* const watched = watch(connection, request->pool, true);
    if (watched == nullptr) return NGX_HTTP_INTERNAL_SERVER_ERROR;
    ngx_http_set_ctx(request, watched, chat_likes_http_guard_module);
    // What came together with the handshake.
    const auto& rest = *request->header_in;
    if (const auto fault = take(*watched, {rest.pos, rest.last}); !fault.empty()) {
        end(*watched, fault);
        return NGX_HTTP_BAD_REQUEST;
    }
    connection.recv = receive_for<ngx_http_request_t>;
    return NGX_DECLINED;
}

/// Is called again with all that nginx reads ahead. The broker is not troubled before there is a whole CONNECT.
ngx_int_t on_session(ngx_stream_session_t* session) {
    const auto* const settings =
        static_cast<Settings*>(ngx_stream_get_module_srv_conf(session, chat_likes_stream_guard_module));
    if (settings->on == 0) return NGX_DECLINED;
    auto* watched = watch_of(session);
    if (watched == nullptr) {
        auto& connection = *session->connection;
        watched = watch(connection, connection.pool, false);
        if (watched == nullptr) return NGX_ERROR;
        ngx_stream_set_ctx(session, watched, chat_likes_stream_guard_module);
        connection.recv = receive_for<ngx_stream_session_t>;
    }
    return watched->packets.is_connected() ? NGX_DECLINED : NGX_AGAIN;
}

ngx_int_t add_http_variables(ngx_conf_t* conf) {
    return add_variables<ngx_http_request_t>(conf, ngx_http_add_variable);
}

ngx_int_t add_stream_variables(ngx_conf_t* conf) {
    return add_variables<ngx_stream_session_t>(conf, ngx_stream_add_variable);
}

ngx_int_t register_http(ngx_conf_t* conf) {
    return register_handler(
        static_cast<ngx_http_core_main_conf_t*>(ngx_http_conf_get_module_main_conf(conf, ngx_http_core_module)),
        NGX_HTTP_PRECONTENT_PHASE, on_request);
}

/// After the TLS handshake, which sets `recv` as well.
ngx_int_t register_stream(ngx_conf_t* conf) {
    return register_handler(
        static_cast<ngx_stream_core_main_conf_t*>(ngx_stream_conf_get_module_main_conf(conf, ngx_stream_core_module)),
        NGX_STREAM_PREREAD_PHASE, on_session);
}

std::array http_commands{
    ngx_command_t{ngx_string("mqtt_guard"), NGX_HTTP_LOC_CONF | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
                  NGX_HTTP_LOC_CONF_OFFSET, offsetof(Settings, on), nullptr},
    ngx_command_t ngx_null_command,
};

std::array stream_commands{
    ngx_command_t{ngx_string("mqtt_guard"), NGX_STREAM_SRV_CONF | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
                  NGX_STREAM_SRV_CONF_OFFSET, offsetof(Settings, on), nullptr},
    ngx_command_t ngx_null_command,
};

ngx_http_module_t http_context{add_http_variables, register_http, nullptr, nullptr, nullptr, nullptr,
                               make_settings,      merge_settings};
ngx_stream_module_t stream_context{add_stream_variables, register_stream, nullptr, nullptr,
                                   make_settings,        merge_settings};

// NOLINTBEGIN(modernize-avoid-c-arrays)
char http_name[] = "chat_likes_http_guard_module";
char stream_name[] = "chat_likes_stream_guard_module";
// NOLINTEND(modernize-avoid-c-arrays)

}  // namespace
}  // namespace likes::guard

extern "C" {

ngx_module_t chat_likes_http_guard_module{NGX_MODULE_V1,
                                          &likes::guard::http_context,
                                          likes::guard::http_commands.data(),
                                          NGX_HTTP_MODULE,
                                          nullptr,
                                          nullptr,
                                          nullptr,
                                          nullptr,
                                          nullptr,
                                          nullptr,
                                          nullptr,
                                          NGX_MODULE_V1_PADDING};
ngx_module_t chat_likes_stream_guard_module{NGX_MODULE_V1,
                                            &likes::guard::stream_context,
                                            likes::guard::stream_commands.data(),
                                            NGX_STREAM_MODULE,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            NGX_MODULE_V1_PADDING};

// What nginx looks for in the file.
ngx_module_t* ngx_modules[]{&chat_likes_http_guard_module, &chat_likes_stream_guard_module, nullptr};
char* ngx_module_names[]{likes::guard::http_name, likes::guard::stream_name, nullptr};
char* ngx_module_order[]{nullptr};

}  // extern "C"
