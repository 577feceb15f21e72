#include "endpoints/cursor.hpp"

#include "fuzz/fuzz.hpp"

using namespace likes;

// A cursor that is read was written just so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto version = endpoints::parse_cursor(text)) fuzz::require(endpoints::format_cursor(*version) == text);
    if (const auto place = endpoints::parse_changes_cursor(text))
        fuzz::require(endpoints::format_changes_cursor(*place) == text);
    return 0;
}
