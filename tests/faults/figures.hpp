#pragma once

#include <string>

#include "faults/finding.hpp"
#include "faults/history.hpp"

namespace likes::test {

/// Prints in one line what a case did and what it found: calls acknowledged and ambiguous, what was done to the
/// service, and how often something was lost, doubled, out of order, untold or diverged. The line is also appended to
/// the file that LIKES_TEST_FIGURES names, if it does (scripts/test prints that at the end).
void report(const History& history, const std::string& faults, const Findings& findings);

}  // namespace likes::test
