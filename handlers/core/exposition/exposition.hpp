#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "likes/backlog.hpp"
#include "time/time.hpp"

namespace likes::exposition {

/// All that there is to tell Prometheus, in its text format: the numbers of the processes in `directory`, and the
/// backlog as it is `now`; nullopt if the database does not answer.
std::string text(const std::filesystem::path& directory, const std::optional<Backlog>& backlog, Time now);

}  // namespace likes::exposition
