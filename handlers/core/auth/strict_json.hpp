#pragma once

#include <string_view>

#include <rapidjson/document.h>

namespace likes::auth {

/// Parses one JSON value (RFC 8259) and nothing but it. False, with `out` in no useful state, for anything that two
/// parsers could read differently: a member named twice in one object at any depth (RFC 7515 section 4, RFC 7519
/// section 4), invalid UTF-8, a byte order mark, a raw NUL, text after the value, a number beyond a double, or nesting
/// deeper than 16. Takes stack and time bounded by the text's length.
bool parse_strict_json(std::string_view text, rapidjson::Document& out);

/// As parse_strict_json, and the value is an object.
bool parse_strict_object(std::string_view text, rapidjson::Document& out);

/// The member of an object, or nullptr.
const rapidjson::Value* find_member(const rapidjson::Value& object, std::string_view name);

/// The text of a JSON string. The value must be one.
std::string_view string_of(const rapidjson::Value& value);

}  // namespace likes::auth
