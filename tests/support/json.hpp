#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <rapidjson/document.h>

/// Strict reading: a member that is not there or of another type throws std::runtime_error that names it.
namespace likes::test {

using Json = rapidjson::Value;

/// The document of `text`. Throws unless it is one JSON value and nothing else.
rapidjson::Document parse_json(const std::string& text);

const Json& member(const Json& object, const char* name);
std::string text_of(const Json& object, const char* name);
/// nullopt if it is null.
std::optional<std::string> optional_text_of(const Json& object, const char* name);
std::uint64_t number_of(const Json& object, const char* name);
bool flag_of(const Json& object, const char* name);
std::vector<std::string> texts_of(const Json& object, const char* name);

/// The names of an object's members, in order. Throws if one is there twice.
std::set<std::string> names_of(const Json& object);

/// Throws std::runtime_error unless these are the names of the object's members.
void require_names(const Json& object, const std::set<std::string>& names);

}  // namespace likes::test
