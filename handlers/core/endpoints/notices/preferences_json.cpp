#include "endpoints/notices/preferences_json.hpp"

#include <chrono>
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
    return {400, scope == Scope::kChat ? R"(The member 'likes' must be "all", "off" or null.)"
                                       : R"(The member 'likes' must be "all" or "off".)"};
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
        } else {
            throw web::Problem{400, "There is no setting '" + std::string{name} + "'."};
        }
    }
    return preferences;
}

}  // namespace likes::endpoints
