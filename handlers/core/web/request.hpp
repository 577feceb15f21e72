#pragma once

#include <string_view>

namespace likes::web {

/// A client's request. Its texts belong to the connection on which it arrived, and are valid until it is answered; in a
/// test they are literals.
struct Request {
    std::string_view method;
    /// The decoded path, without the query.
    std::string_view path;
    /// The text after the `?`, still percent-encoded.
    std::string_view query;
    std::string_view authorization;
    std::string_view accept;
    std::string_view if_none_match;
    std::string_view body;
    /// The id of this request in logs and in answers.
    std::string_view request_id;
    /// W3C Trace Context; nginx makes one if the client has none.
    std::string_view traceparent;
};

}  // namespace likes::web
