#pragma once

#include <string>
#include <vector>

namespace likes::push {

/// A POST request to a push service.
struct Request {
    /// https, at the usual port.
    std::string url;
    /// `name: value`, printable ASCII.
    std::vector<std::string> headers;
    std::string body;
};

}  // namespace likes::push
