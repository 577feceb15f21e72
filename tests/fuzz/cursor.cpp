#include "api/cursor.hpp"

#include "fuzz/fuzz.hpp"

using namespace likes;

// A cursor that is read was written just so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto version = api::parse_cursor(text)) fuzz::require(api::format_cursor(*version) == text);
    if (const auto place = api::parse_changes_cursor(text)) fuzz::require(api::format_changes_cursor(*place) == text);
    return 0;
}
