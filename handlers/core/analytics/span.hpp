#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace likes::analytics {

/// The time that a list is about, up to now.
enum class Span { kDay, kWeek, kFourWeeks, kAll };

/// As callers and the table `rankings` write them.
inline constexpr std::array<std::string_view, 4> kSpans{"1d", "7d", "28d", "all"};

std::string_view code_of(Span span);
std::optional<Span> parse_span(std::string_view code);

/// The midnight (UTC) with which the span begins that has today as its last day; 1970 for kAll.
Time begin_of(Span span, Time now);

}  // namespace likes::analytics
