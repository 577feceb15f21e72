#pragma once

#include <iostream>
#include <string_view>

namespace likes::bench {

/// Progress, for whoever waits.
inline void say(std::string_view text) {
    std::cerr << text << '\n';
}

}  // namespace likes::bench
