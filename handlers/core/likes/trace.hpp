#pragma once

#include <string>

namespace likes {

/// What names a request to those who follow it through the logs. Empty if it is not known.
struct Trace {
    /// Made by nginx; in every error's body.
    std::string request_id = {};
    /// W3C Trace Context, level 1, section 3.2.
    std::string traceparent = {};
};

}  // namespace likes
