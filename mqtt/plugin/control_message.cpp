#include "plugin/control_message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

#include "auth/strict_json.hpp"

namespace likes::mqtt {
namespace {

// 2001 to 2286. Wide enough for any clock, and a time in seconds, milliseconds or nanoseconds is outside of it.
constexpr std::int64_t kMinMicroseconds = 1'000'000'000'000'000;
constexpr std::int64_t kMaxMicroseconds = 9'999'999'999'999'999;

std::optional<Revocation> parse_revocation(const rapidjson::Value& json) {
    if (!json.IsObject() || json.MemberCount() != 3) return std::nullopt;
    const auto* user_id = auth::find_member(json, "user_id");
    const auto* chat_id = auth::find_member(json, "chat_id");
    const auto* before = auth::find_member(json, "before");
    if (user_id == nullptr || !user_id->IsString() || chat_id == nullptr || !chat_id->IsString()) return std::nullopt;
    if (before == nullptr || !before->IsInt64()) return std::nullopt;

    const auto user = UserId::parse(auth::string_of(*user_id));
    const auto chat = Uuid::parse(auth::string_of(*chat_id));
    const auto microseconds = before->GetInt64();
    if (!user || !chat || microseconds < kMinMicroseconds || microseconds > kMaxMicroseconds) return std::nullopt;
    return Revocation{*user, *chat, Time{std::chrono::microseconds{microseconds}}};
}

}  // namespace

std::variant<ControlMessage, Refusal> parse_control_message(std::string_view payload) {
    if (payload.size() > ControlMessage::kMaxBytes) return Refusal{"larger than 256 KiB"};
    rapidjson::Document json;
    if (!auth::parse_strict_object(payload, json)) return Refusal{"not one JSON object"};
    const auto* complete = auth::find_member(json, "complete");
    const auto* list = auth::find_member(json, "revocations");
    if (complete == nullptr || !complete->IsBool()) return Refusal{"no boolean 'complete'"};
    if (list == nullptr || !list->IsArray()) return Refusal{"no array 'revocations'"};
    if (json.MemberCount() != 2) return Refusal{"a member that is not known"};
    if (list->Size() > ControlMessage::kMaxRevocations) return Refusal{"more than 1000 revocations"};

    ControlMessage message;
    message.complete = complete->GetBool();
    message.revocations.reserve(list->Size());
    for (const auto& each : list->GetArray()) {
        auto revocation = parse_revocation(each);
        if (!revocation) return Refusal{"a revocation that is not valid"};
        message.revocations.push_back(*std::move(revocation));
    }
    return message;
}

}  // namespace likes::mqtt
