#include "base/json.hpp"

#include <cmath>
#include <set>

#include "fuzz/fuzz.hpp"

using namespace likes;

namespace {

/// What the header promises of a value that was accepted: no deeper than 16, no name twice in an object, no number
/// beyond a double.
void check(const rapidjson::Value& value, int depth) {
    fuzz::require(depth <= 16);
    if (value.IsNumber()) fuzz::require(std::isfinite(value.GetDouble()));
    if (value.IsArray()) {
        for (const auto& element : value.GetArray()) check(element, depth + 1);
    }
    if (value.IsObject()) {
        std::set<std::string_view> names;
        for (const auto& member : value.GetObject()) {
            fuzz::require(names.insert(string_of(member.name)).second);
            fuzz::require(find_member(value, string_of(member.name)) == &member.value);
            check(member.value, depth + 1);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    rapidjson::Document document;
    const auto text = fuzz::text_of(data, size);
    if (parse_strict_json(text, document)) check(document, 0);
    fuzz::require(parse_strict_object(text, document) ? document.IsObject() : true);
    return 0;
}
