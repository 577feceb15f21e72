#pragma once

#include <filesystem>

namespace likes::bench {

/// Writes a bearer token of each user, one a line. Throws std::runtime_error if it cannot.
void write_tokens(const std::filesystem::path& file);

}  // namespace likes::bench
