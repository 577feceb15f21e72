#include "auth/strict_json.hpp"

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
            fuzz::require(names.insert(auth::string_of(member.name)).second);
            fuzz::require(auth::find_member(value, auth::string_of(member.name)) == &member.value);
            check(member.value, depth + 1);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    rapidjson::Document document;
    const auto text = fuzz::text_of(data, size);
    if (auth::parse_strict_json(text, document)) check(document, 0);
    fuzz::require(auth::parse_strict_object(text, document) ? document.IsObject() : true);
    return 0;
}
