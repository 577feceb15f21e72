#pragma once

#include <string>

#include "likes/like_change.hpp"

namespace likes {

/// The whole life of a process that serves one verb of `/messages/{message_id}/like`: POST for kPut, DELETE for
/// kTakeBack. Returns what main() shall return.
int run_like_process(const std::string& name, const std::string& description, Action action, int argc, char** argv);

}  // namespace likes
