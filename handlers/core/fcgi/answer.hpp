#pragma once

#include <fcgiapp.h>

#include "http/response.hpp"

namespace likes::fcgi {

/// Sends the response as CGI has it (RFC 3875, section 6): a Status line, the headers, the body. To be called once a
/// request, with nothing written before. A connection that is gone is noticed by whoever finishes the request.
void answer(const FCGX_Request& request, const http::Response& response);

}  // namespace likes::fcgi
