#include "likes/import_file.hpp"

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "fuzz/fuzz.hpp"

using namespace likes;

namespace {

/// A like that was read can be written for sorting, and reads the same again.
void read_all(std::string_view text) {
    std::istringstream stream{std::string{text}};
    ImportFile file{stream, Time::max(), std::nullopt};
    while (true) {
        try {
            const auto like = file.next();
            if (!like) return;
            fuzz::require(parse_sortable(to_sortable(*like)) == *like);
        } catch (const BadLine&) {
            // The next line is read all the same.
        }
    }
}

}  // namespace

// Files of likes to import, and times.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto time = parse_rfc3339(text)) {
        const auto again = parse_rfc3339(to_rfc3339(*time));
        // An offset can lead out of the years that are written with four digits.
        fuzz::require(!again || std::chrono::floor<std::chrono::seconds>(*time) == *again);
    }
    try {
        read_all(text);
    } catch (const BadLine&) {
        // The header is none.
    }
    return 0;
}
