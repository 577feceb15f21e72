#pragma once

#include <string>
#include <vector>

#include "support/chat.hpp"

namespace likes::test {

enum class Wrong {
    kContradiction,    ///< An answer, an event or the tables are wrong by themselves.
    kLost,             ///< What was acknowledged is gone.
    kDoubled,          ///< Something took effect twice, or without having been asked.
    kRepeatedVersion,  ///< One version with two contents.
    kOutOfOrder,       ///< Somebody was answered with what was history already.
    kUntold,           ///< A committed change was not published.
    kDiverged,         ///< What a subscriber holds in the end is not what the tables say.
    kTooLarge,         ///< An event that the broker may refuse.
};

/// Something that must not be.
struct Finding {
    Wrong wrong;
    Subject subject;
    /// Empty if it concerns nobody in particular.
    std::string user;
    /// What was expected, and what is.
    std::string text;
};

using Findings = std::vector<Finding>;

/// One line: what, which message, whose, and the text.
std::string describe(const Finding& finding);

std::size_t count(const Findings& findings, Wrong wrong);

/// `users` in one line, the first hundred of them.
std::string names(const std::vector<std::string>& users);

}  // namespace likes::test
