#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "figures.hpp"

namespace likes::bench {

/// What wrk is to do, with calls.lua.
struct Wrk {
    int port;
    std::size_t connections;
    /// One that calls.lua knows.
    std::string kind;
    std::chrono::seconds duration;
    /// Where in the walk it begins.
    std::size_t place;
    /// A bearer token of each user, one a line.
    std::filesystem::path tokens;
};

/// `rate` and `served` by second, `p50_ms`, `p99_ms`, `errors`. Throws std::runtime_error if wrk fails.
Calls run(const Wrk& wrk);

}  // namespace likes::bench
