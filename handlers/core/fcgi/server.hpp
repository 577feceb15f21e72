#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "http/request.hpp"
#include "http/response.hpp"

namespace likes::fcgi {

struct ServerSettings {
    /// Requests served at the same time. Must be more than the connections that the web server keeps open to this
    /// process, as each of them holds a thread.
    std::size_t threads;
    /// The largest body taken; a larger one is answered 413.
    std::size_t body_max_bytes = 8192;
};

/// Called from many threads at the same time. Does not throw.
using Handler = std::function<http::Response(const http::Request&)>;

/// Serves FastCGI requests on file descriptor 0 until SIGTERM or SIGINT, then finishes what it has taken and returns.
/// Call once, in the main thread, after process::block_stop_signals().
void serve(const ServerSettings& settings, const Handler& handler);

}  // namespace likes::fcgi
