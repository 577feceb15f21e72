#pragma once

#include <string>
#include <vector>

namespace likes::outbound {

/// A POST request to another server.
struct Request {
    /// https, at the usual port.
    std::string url;
    /// `name: value`, printable ASCII.
    std::vector<std::string> headers = {};
    std::string body = {};
};

}  // namespace likes::outbound
