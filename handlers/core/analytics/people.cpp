#include "analytics/people.hpp"

#include "base/json.hpp"

namespace likes::analytics {
namespace {

const rapidjson::Value* number(const rapidjson::Value& object, std::string_view name) {
    const auto* const value = find_member(object, name);
    return value != nullptr && value->IsUint64() ? value : nullptr;
}

}  // namespace

std::string People::to_json() const {
    JsonText json;
    json.begin_object();
    json.member("chats", chats);
    json.member("likers", likers);
    json.begin_object("previous");
    json.member("chats", previous_chats);
    json.name("likers");
    if (previous_likers) {
        json.value(*previous_likers);
    } else {
        json.null();
    }
    json.end_object();
    json.end_object();
    return json.str();
}

std::optional<People> People::parse(std::string_view json) {
    rapidjson::Document document;
    if (!parse_strict_object(json, document)) return std::nullopt;
    const auto* const chats = number(document, "chats");
    const auto* const likers = number(document, "likers");
    const auto* const previous = find_member(document, "previous");
    if (chats == nullptr || likers == nullptr || previous == nullptr || !previous->IsObject()) return std::nullopt;

    const auto* const previous_chats = number(*previous, "chats");
    const auto* const previous_likers = find_member(*previous, "likers");
    const bool is_known = previous_likers != nullptr && previous_likers->IsUint64();
    if (previous_chats == nullptr || previous_likers == nullptr) return std::nullopt;
    if (!is_known && !previous_likers->IsNull()) return std::nullopt;
    People people{chats->GetUint64(), likers->GetUint64(), previous_chats->GetUint64(), {}};
    if (is_known) people.previous_likers = previous_likers->GetUint64();
    return people;
}

}  // namespace likes::analytics
