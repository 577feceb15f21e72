#pragma once

#include <chrono>

/// Tests wait for conditions, never for a time: the deadline only bounds how long a failure takes to be seen.
namespace likes::test {

inline constexpr std::chrono::seconds kPatience{60};

/// Asks until `condition` is true, or the deadline has passed. For conditions whose asking takes a while by itself (a
/// query, a call); it does not pause in between.
template <class Condition>
bool eventually(const Condition& condition, std::chrono::seconds patience = kPatience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
}

}  // namespace likes::test
