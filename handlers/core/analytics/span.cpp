#include "analytics/span.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace likes::analytics {
namespace {

using std::chrono::days;

constexpr std::array<days, 3> kLengths{days{1}, days{7}, days{28}};

}  // namespace

std::string_view code_of(Span span) {
    return kSpans.at(static_cast<std::size_t>(span));
}

std::optional<Span> parse_span(std::string_view code) {
    const auto* const found = std::find(kSpans.begin(), kSpans.end(), code);
    if (found == kSpans.end()) return std::nullopt;
    return static_cast<Span>(found - kSpans.begin());
}

Time begin_of(Span span, Time now) {
    if (span == Span::kAll) return {};
    return std::chrono::floor<days>(now) + days{1} - kLengths.at(static_cast<std::size_t>(span));
}

}  // namespace likes::analytics
