#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace likes::http {

struct Header {
    std::string name;
    std::string value;
};

/// An answer, as a value that a test can look at.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
};

/// 200 with a JSON body. By default: what a user sees is theirs alone, and old as soon as it is sent.
Response json(std::string body, std::string cache_control = "private, no-cache");

/// Everything that goes wrong is a Problem. Throwing one ends the request with its answer.
struct Problem {
    int status;
    /// What the client did wrong and can do about it; never anything of the server's inside.
    std::string detail;
    std::vector<Header> headers = {};
};

/// The standard's short name of a status: "Not Found".
std::string_view reason_phrase(int status);

/// `application/problem+json` (RFC 9457) with the request's id.
Response problem(const Problem& problem, std::string_view request_id);

}  // namespace likes::http
