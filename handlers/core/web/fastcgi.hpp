#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "web/response.hpp"

/// The parts of FastCGI 1.0 for which libfcgi would block: it waits for the rest of a request that has not arrived
/// whole, and it waits for a peer that does not take its answer.
namespace likes::web {

/// How much of a request has arrived.
enum class Arrival {
    kWhole,
    kPart,
    /// Can never become a request that is served: longer than kRequestMax, or not the beginning of a request.
    kBroken,
};

/// Bytes of one request, its body and the records' own bytes included. nginx sends at most 4 x 24k of headers and 8k of
/// body.
inline constexpr std::size_t kRequestMax = std::size_t{128} * 1024;

/// Walks the records from FCGI_BEGIN_REQUEST on: a request is whole when its FCGI_PARAMS and then its FCGI_STDIN have
/// ended (sections 3.3, 5.2, 5.3), with nothing of another request in between. libfcgi reads such a request without
/// waiting. `bytes` are the first bytes of the request; those beyond kRequestMax are not read.
Arrival arrival_of(std::span<const unsigned char> bytes);

/// The answer to request `request_id` as records: FCGI_STDOUT with a CGI response (RFC 3875, section 6: a Status line,
/// the headers, the body), and FCGI_END_REQUEST.
std::string to_records(const Response& response, int request_id);

}  // namespace likes::web
