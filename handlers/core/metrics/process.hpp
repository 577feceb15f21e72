#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "metrics/numbers.hpp"

namespace likes::metrics {

/// The numbers of this process. From any thread.
Numbers& here() noexcept;

/// Lets others read what this process counts from now on: here() moves into a file of `directory` (made if need be)
/// that is mapped into memory. Call once, before any thread counts. An empty directory: nobody is to read it.
///
/// The file is PROGRAM.N, with the smallest N that no living process has: a lock on it, which the kernel takes back at
/// the end of a process however it ends, says that it is alive. So nothing is lost with a killed process, its successor
/// counts on where it stopped, and there are never more files than there were processes at the same time.
///
/// Returns what went wrong, if anything did. The process then counts for itself: to be seen is no condition of serving.
std::optional<std::string> publish(const std::filesystem::path& directory, const std::string& program) noexcept;

}  // namespace likes::metrics
