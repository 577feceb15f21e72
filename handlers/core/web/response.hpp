#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace likes::web {

struct Header {
    /// A literal.
    std::string_view name;
    std::string value;
};

/// An answer, as a value that a test can check.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
};

/// 200 with a JSON body. The default of `cache_control` lets only the user's own cache keep the answer, and makes it
/// check the answer before each use.
Response json(std::string body, std::string cache_control = "private, no-cache");

/// An error that is answered to the client. Throwing one ends the request with that answer.
struct Problem {
    int status;
    /// What the client did wrong and can do about it; never internals of the server.
    std::string detail;
    std::vector<Header> headers = {};
};

/// The standard's reason phrase of a status: "Not Found".
std::string_view reason_phrase(int status);

/// `application/problem+json` (RFC 9457) with the request's id.
Response problem(const Problem& problem, std::string_view request_id);

}  // namespace likes::web
