#pragma once

#include <string_view>

namespace likes::realtime {

/// Why something was refused: a fixed text for the log, never what a client sent.
struct Refusal {
    std::string_view reason;
};

}  // namespace likes::realtime
