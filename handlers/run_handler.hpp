#pragma once

#include <functional>
#include <string>

#include "api/answer.hpp"
#include "api/require.hpp"
#include "config/config.hpp"

namespace likes {

/// What a handler process is made of.
struct Handler {
    api::Endpoint endpoint;
    /// What is still to be done when no more requests come.
    std::function<void()> drain = [] {};
};

/// Builds the parts of one handler. Throws std::runtime_error if the configuration does not allow it.
using Compose = std::function<Handler(const config::Config& config, api::Authenticate authenticate)>;

/// The whole life of a handler process: reads the configuration, opens the log, builds the parts, serves until SIGTERM,
/// drains. Returns what main() shall return.
int run_handler(const std::string& name, const std::string& description, int argc, char** argv, const Compose& compose);

}  // namespace likes
