#include "realtime/revocation_message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/json.hpp"

namespace likes::realtime {
namespace {

// From 2001 to 2286: wide enough for any clock, while a time given in seconds, milliseconds or nanoseconds lies
// outside.
constexpr std::int64_t kMinMicroseconds = 1'000'000'000'000'000;
constexpr std::int64_t kMaxMicroseconds = 9'999'999'999'999'999;

std::optional<Revocation> parse_revocation(const rapidjson::Value& json) {
    if (!json.IsObject() || json.MemberCount() != 3) return std::nullopt;
    const auto* user_id = find_member(json, "user_id");
    const auto* chat_id = find_member(json, "chat_id");
    const auto* before = find_member(json, "before");
    if (user_id == nullptr || !user_id->IsString() || chat_id == nullptr || !chat_id->IsString()) return std::nullopt;
    if (before == nullptr || !before->IsInt64()) return std::nullopt;

    const auto user = UserId::parse(string_of(*user_id));
    const auto chat = Uuid::parse(string_of(*chat_id));
    const auto microseconds = before->GetInt64();
    if (!user || !chat || microseconds < kMinMicroseconds || microseconds > kMaxMicroseconds) return std::nullopt;
    return Revocation{*user, *chat, Time{std::chrono::microseconds{microseconds}}};
}

}  // namespace

std::string to_json(const RevocationMessage& message) {
    JsonText json;
    json.begin_object();
    json.begin_array("revocations");
    for (const auto& [user, chat, before] : message.revocations) {
        json.begin_object();
        json.member("user_id", user.str());
        json.member("chat_id", chat.to_string());
        json.member("before", before.time_since_epoch().count());
        json.end_object();
    }
    json.end_array();
    json.member("complete", message.complete);
    json.end_object();
    return json.str();
}

std::variant<RevocationMessage, Refusal> parse_revocation_message(std::string_view payload) {
    if (payload.size() > RevocationMessage::kMaxBytes) return Refusal{"larger than 256 KiB"};
    rapidjson::Document json;
    if (!parse_strict_object(payload, json)) return Refusal{"not one JSON object"};
    const auto* complete = find_member(json, "complete");
    const auto* list = find_member(json, "revocations");
    if (complete == nullptr || !complete->IsBool()) return Refusal{"no boolean 'complete'"};
    if (list == nullptr || !list->IsArray()) return Refusal{"no array 'revocations'"};
    if (json.MemberCount() != 2) return Refusal{"a member that is not known"};
    if (list->Size() > RevocationMessage::kMaxRevocations) return Refusal{"more than 1000 revocations"};

    RevocationMessage message;
    message.complete = complete->GetBool();
    message.revocations.reserve(list->Size());
    for (const auto& each : list->GetArray()) {
        auto revocation = parse_revocation(each);
        if (!revocation) return Refusal{"a revocation that is not valid"};
        message.revocations.push_back(*std::move(revocation));
    }
    return message;
}

}  // namespace likes::realtime
