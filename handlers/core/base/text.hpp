#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

/// Helpers for parsers of texts.
namespace likes {

/// Removes everything up to the first `separator`, the separator included, from `text`, and returns what was before the
/// separator. Takes all of the text if it has no separator.
std::string_view take_until(std::string_view& text, char separator);

/// The parts between the separators, one more than there are separators; so an empty text has one empty part. The parts
/// point into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The bytes as hexadecimal digits, two each, in lower case.
std::string to_hex(std::string_view bytes);

/// Reads a text that is exactly one decimal whole number; nullopt for any other text, and for a number that does not
/// fit.
template <std::integral Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The same for a number from `min` to `max`; nullopt for a number outside.
template <std::integral Number>
std::optional<Number> parse_number(std::string_view text, Number min, Number max) {
    const auto value = parse_number<Number>(text);
    if (!value || *value < min || *value > max) return std::nullopt;
    return value;
}

}  // namespace likes
