#pragma once

#include <cstddef>

namespace likes::test {

/// What the broker holds in memory.
std::size_t broker_kilobytes();

}  // namespace likes::test
