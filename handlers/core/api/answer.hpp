#pragma once

#include <functional>

#include "http/request.hpp"
#include "http/response.hpp"

namespace likes::api {

/// Answers a request, or throws: http::Problem for what the client can mend, anything else for what it cannot.
using Endpoint = std::function<http::Response(const http::Request&)>;

/// The one place that turns exceptions into answers. What a 5xx hides from the client goes to the log, under the
/// request's id. Counts the request and how long it took.
http::Response answer(const http::Request& request, const Endpoint& endpoint) noexcept;

}  // namespace likes::api
