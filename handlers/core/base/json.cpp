#include "base/json.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace likes {
namespace {

constexpr int kMaxDepth = 16;

bool is_unambiguous(const rapidjson::Value& value, int depth) {
    // RapidJSON looks at the exponent alone, so that many digits before it can make a number infinite.
    if (value.IsDouble()) return std::isfinite(value.GetDouble());
    if (!value.IsObject() && !value.IsArray()) return true;
    if (depth == 0) return false;
    if (value.IsArray()) {
        return std::all_of(value.Begin(), value.End(),
                           [depth](const auto& element) { return is_unambiguous(element, depth - 1); });
    }
    std::vector<std::string_view> names;
    names.reserve(value.MemberCount());
    for (const auto& member : value.GetObject()) {
        if (!is_unambiguous(member.value, depth - 1)) return false;
        names.push_back(string_of(member.name));
    }
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
}

}  // namespace

void JsonText::raw(std::string_view json) {
    // The empty raw value only writes the comma or colon that belongs before a value. The text is copied here in one
    // go, because RapidJSON would copy it byte by byte.
    writer_.RawValue("", 0, rapidjson::kObjectType);
    std::memcpy(buffer_.Push(json.size()), json.data(), json.size());
}

bool parse_strict_json(std::string_view text, rapidjson::Document& out) {
    // RapidJSON takes a raw NUL for the end of the text and skips a byte order mark; either would let bytes pass that
    // nothing has checked.
    if (text.find('\0') != std::string_view::npos || text.starts_with("\xEF\xBB\xBF")) return false;
    // Iterative: the depth of hostile nesting costs heap, not stack.
    constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    out.Parse<kFlags>(text.data(), text.size());
    return !out.HasParseError() && is_unambiguous(out, kMaxDepth);
}

bool parse_strict_object(std::string_view text, rapidjson::Document& out) {
    return parse_strict_json(text, out) && out.IsObject();
}

const rapidjson::Value* find_member(const rapidjson::Value& object, std::string_view name) {
    const rapidjson::Value key{rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))};
    const auto member = object.FindMember(key);
    return member == object.MemberEnd() ? nullptr : &member->value;
}

std::string_view string_of(const rapidjson::Value& value) {
    return {value.GetString(), value.GetStringLength()};
}

}  // namespace likes
