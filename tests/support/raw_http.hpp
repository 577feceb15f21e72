#pragma once

#include <optional>
#include <string>

#include "support/http_client.hpp"

namespace likes::test {

/// What may be wrong with a request as bytes, beside the bytes.
struct RawRequest {
    std::string bytes;
    /// The answer has no body, as that to HEAD.
    bool wants_head_only = false;
    /// The client says that nothing more comes, though more should.
    bool ends_early = false;
};

/// Sends the bytes to the web server as they are, over a connection and from an address of their own. Nullopt if the
/// connection was closed without an answer. An answer of HTTP/0.9, which is all body, has the status 0. Throws
/// std::runtime_error if the server falls silent.
std::optional<HttpResponse> send_raw(const RawRequest& request);

}  // namespace likes::test
