#pragma once

#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// Makes that many likes, and unlikes, of each of the four messages of the crowd (crowd.sql), in turn, over one
/// connection to the main instance: `smallest_…` to `largest_…`, and the same of unlikes.
Values like_crowd(std::size_t calls);

}  // namespace likes::bench
