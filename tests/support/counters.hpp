#pragma once

#include <string>
#include <vector>

#include "support/chat.hpp"

namespace likes::test {

/// Where the counters of a chat contradict its likes, or its likes the rules (versions that are not in the order of the
/// times), in words; empty if nothing does. Everything is as of one moment.
std::vector<std::string> contradictions(const Chat& chat);

}  // namespace likes::test
