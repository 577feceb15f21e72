#pragma once

#include <string>
#include <vector>

#include "time/time.hpp"

namespace likes {

/// What opens the broker for one user: an MQTT password, and the topics that it opens until it expires.
struct AccessGrant {
    std::string token;
    Time expires_at;
    std::vector<std::string> topics;
};

}  // namespace likes
