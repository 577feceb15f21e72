#include "support/json.hpp"

#include <stdexcept>

namespace likes::test {
namespace {

const Json& checked(const Json& object, const char* name, bool (Json::*is_of_type)() const) {
    const Json& value = member(object, name);
    if (!(value.*is_of_type)()) throw std::runtime_error{std::string{"member of another type: "} + name};
    return value;
}

std::string text(const Json& value) {
    return {value.GetString(), value.GetStringLength()};
}

}  // namespace

rapidjson::Document parse_json(const std::string& text) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    if (document.HasParseError()) throw std::runtime_error{"no JSON: " + text.substr(0, 300)};
    return document;
}

const Json& member(const Json& object, const char* name) {
    if (!object.IsObject()) throw std::runtime_error{std::string{"no object to have the member "} + name};
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) throw std::runtime_error{std::string{"no member "} + name};
    return found->value;
}

std::string text_of(const Json& object, const char* name) {
    return text(checked(object, name, &Json::IsString));
}

std::optional<std::string> optional_text_of(const Json& object, const char* name) {
    if (member(object, name).IsNull()) return std::nullopt;
    return text_of(object, name);
}

std::uint64_t number_of(const Json& object, const char* name) {
    return checked(object, name, &Json::IsUint64).GetUint64();
}

bool flag_of(const Json& object, const char* name) {
    return checked(object, name, &Json::IsBool).GetBool();
}

std::vector<std::string> texts_of(const Json& object, const char* name) {
    std::vector<std::string> texts;
    for (const auto& element : checked(object, name, &Json::IsArray).GetArray()) {
        if (!element.IsString()) throw std::runtime_error{std::string{"an element is no text: "} + name};
        texts.push_back(text(element));
    }
    return texts;
}

std::set<std::string> names_of(const Json& object) {
    if (!object.IsObject()) throw std::runtime_error{"no object"};
    std::set<std::string> names;
    for (const auto& [name, value] : object.GetObject()) {
        if (!names.insert(text(name)).second) throw std::runtime_error{"a member is there twice: " + text(name)};
    }
    return names;
}

void require_names(const Json& object, const std::set<std::string>& names) {
    if (names_of(object) != names) throw std::runtime_error{"other members than those of the contract"};
}

}  // namespace likes::test
