#include "base/utf8.hpp"

#include <cstddef>

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

namespace likes {
namespace {

/// The length of the character that the text begins with; 0 if it begins with none. REQUIRES: the text is not empty.
std::size_t character_length(std::string_view text) {
    // A stream that knows its end, because Decode reads on behind a character that is cut short.
    rapidjson::MemoryStream stream{text.data(), text.size()};
    unsigned character = 0;
    return rapidjson::UTF8<>::Decode(stream, &character) ? stream.Tell() : 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string to_utf8(std::string_view text) {
    constexpr std::string_view kReplacement = "\uFFFD";
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto length = character_length(text);
        result += length > 0 ? text.substr(0, length) : kReplacement;
        text.remove_prefix(length > 0 ? length : 1);
    }
    return result;
}

}  // namespace likes
