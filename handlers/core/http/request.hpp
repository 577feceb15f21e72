#pragma once

#include <string>

namespace likes::http {

/// What a client asked, as a value that a test builds in memory.
struct Request {
    std::string method;
    /// The decoded path, without the query.
    std::string path;
    /// What stands behind the `?`, still percent-encoded.
    std::string query;
    std::string authorization;
    std::string if_none_match;
    std::string body;
    /// Names this request in logs and in answers.
    std::string request_id;
    /// W3C Trace Context; nginx makes one if the client has none.
    std::string traceparent = {};
};

}  // namespace likes::http
