#pragma once

#include <functional>
#include <string>

#include "api/answer.hpp"
#include "api/like_endpoint.hpp"
#include "api/require.hpp"
#include "config/config.hpp"

namespace likes {

/// Builds the endpoint of a handler that changes something, around the way in which it does.
using ComposeChange = std::function<api::Endpoint(const config::Config&, api::Authenticate, api::LikeEndpoint::Change)>;

/// The whole life of a process whose endpoint changes something. Returns what main() shall return.
int run_like_process(const std::string& name, const std::string& description, int argc, char** argv,
                     const ComposeChange& compose);

}  // namespace likes
