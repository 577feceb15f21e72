#pragma once

#include <filesystem>
#include <vector>

#include "facts.hpp"
#include "record.hpp"

namespace likes::bench {

/// Prints the tables of all figures and of the goals that were measured, and writes all of it to the file. Throws
/// std::runtime_error if it cannot.
void report(const Record& record, const std::vector<Fact>& facts, const std::filesystem::path& json);

}  // namespace likes::bench
