#pragma once

#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// The only place that turns exceptions into answers. Returns the answer to the exception that is being handled, so
/// call it in a catch block. What a 5xx hides from the client is logged under the request's id.
web::Response answer_to_exception(const web::Request& request) noexcept;

/// The answer to a request that cannot be served in time: 503, and when to try again.
web::Response answer_overloaded(const web::Request& request) noexcept;

/// What `make` returns, or the answer to what it throws: a web::Problem for an error that the client can correct, any
/// other exception for one that it cannot.
template <class Make>
web::Response answer(const web::Request& request, const Make& make) noexcept {
    try {
        return make();
    } catch (...) {
        return answer_to_exception(request);
    }
}

}  // namespace likes::endpoints
