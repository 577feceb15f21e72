#include "endpoints/notices/preferences_json.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"
#include "web/response.hpp"

namespace likes::endpoints {
namespace {

using notices::Preferences;

/// The end of what a DATETIME holds.
constexpr Time kLatest = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::days{1};

web::Problem bad_likes(Scope scope) {
    return {400, scope == Scope::kChat
                     ? R"(The member 'likes' must be "all", "daily", "first", "milestones", "off" or null.)"
                     : R"(The member 'likes' must be "all", "daily", "first", "milestones" or "off".)"};
}

std::optional<notices::Tell> require_likes(const rapidjson::Value& value, Scope scope) {
    if (value.IsNull() && scope == Scope::kChat) return std::nullopt;
    const auto tell = value.IsString() ? notices::parse_tell(string_of(value)) : std::nullopt;
    if (!tell) throw bad_likes(scope);
    return tell;
}

std::optional<Time> require_muted_until(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    const auto moment = value.IsString() ? parse_rfc3339(string_of(value)) : std::nullopt;
    if (!moment || *moment < Time{} || *moment >= kLatest) {
        throw web::Problem{400,
                           "The member 'muted_until' must be a date-time of RFC 3339, from 1970 to 9999, or null."};
    }
    return std::chrono::floor<std::chrono::seconds>(*moment);
}

std::optional<bool> require_email(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsBool()) throw web::Problem{400, "The member 'email' must be true, false or null."};
    return value.GetBool();
}

std::optional<std::uint32_t> require_email_threshold(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsUint() || value.GetUint() < 1 || value.GetUint() > notices::kEmailThresholdMax) {
        throw web::Problem{400, "The member 'email_threshold' must be a whole number from 1 to 10000, or null."};
    }
    return value.GetUint();
}

std::optional<notices::Digest> require_digest(const rapidjson::Value& value, Scope scope) {
    if (scope == Scope::kChat) throw web::Problem{400, "The member 'digest' is of all chats together."};
    if (value.IsNull()) return std::nullopt;
    const auto digest = value.IsString() ? notices::parse_digest(string_of(value)) : std::nullopt;
    if (!digest) throw web::Problem{400, R"(The member 'digest' must be "off", "daily", "weekly" or null.)"};
    return digest;
}

/// `email`, `email_threshold`, and of everywhere `digest`.
void put_mails(JsonText& json, const Preferences& preferences, Scope scope) {
    const bool is_everywhere = scope == Scope::kEverywhere;
    json.name("email");
    if (preferences.email || is_everywhere) {
        json.value(preferences.email.value_or(true));
    } else {
        json.null();
    }
    json.name("email_threshold");
    if (preferences.email_threshold) {
        json.value(std::uint64_t{*preferences.email_threshold});
    } else {
        json.null();
    }
    if (is_everywhere) json.member("digest", code_of(preferences.digest.value_or(notices::Digest::kOff)));
}

}  // namespace

std::string preferences_json(const Preferences& preferences, Scope scope) {
    JsonText json;
    json.begin_object();
    if (preferences.likes || scope == Scope::kEverywhere) {
        json.member("likes", code_of(preferences.likes.value_or(notices::Tell::kAll)));
    } else {
        json.name("likes");
        json.null();
    }
    json.name("muted_until");
    if (preferences.muted_until) {
        json.value(std::string_view{to_rfc3339(*preferences.muted_until)});
    } else {
        json.null();
    }
    put_mails(json, preferences, scope);
    json.end_object();
    return json.str();
}

Preferences require_preferences(std::string_view body, Scope scope) {
    rapidjson::Document document;
    if (!parse_strict_object(body, document)) throw web::Problem{400, "The body must be a JSON object with settings."};
    Preferences preferences;
    for (const auto& member : std::as_const(document).GetObject()) {
        const auto name = string_of(member.name);
        if (name == "likes") {
            preferences.likes = require_likes(member.value, scope);
        } else if (name == "muted_until") {
            preferences.muted_until = require_muted_until(member.value);
        } else if (name == "email") {
            preferences.email = require_email(member.value);
        } else if (name == "email_threshold") {
            preferences.email_threshold = require_email_threshold(member.value);
        } else if (name == "digest") {
            preferences.digest = require_digest(member.value, scope);
        } else {
            throw web::Problem{400, "There is no setting '" + std::string{name} + "'."};
        }
    }
    return preferences;
}

}  // namespace likes::endpoints
