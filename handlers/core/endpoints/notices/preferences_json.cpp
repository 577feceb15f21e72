#include "endpoints/notices/preferences_json.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "analytics/zone.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
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

std::optional<bool> require_push(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsBool()) throw web::Problem{400, "The member 'push' must be true, false or null."};
    return value.GetBool();
}

std::optional<notices::Preview> require_preview(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    const auto preview = value.IsString() ? notices::parse_preview(string_of(value)) : std::nullopt;
    if (!preview) throw web::Problem{400, R"(The member 'preview' must be "none", "names", "full" or null.)"};
    return preview;
}

web::Problem bad_quiet() {
    return {400,
            R"(The member 'quiet' must be null, or have 'from' and 'to', such as "22:00", and may have a 'time_zone', )"
            R"(such as "Europe/Berlin".)"};
}

/// The minutes of `22:00`.
std::uint32_t require_minutes(const rapidjson::Value* value) {
    if (value == nullptr || !value->IsString()) throw bad_quiet();
    const auto text = string_of(*value);
    if (text.size() != 5 || text[2] != ':') throw bad_quiet();
    const auto hours = parse_number<std::uint32_t>(text.substr(0, 2), 0, 23);
    const auto minutes = parse_number<std::uint32_t>(text.substr(3), 0, 59);
    if (!hours || !minutes) throw bad_quiet();
    return *hours * 60 + *minutes;
}

std::string clock_text(std::uint32_t minutes) {
    const auto two_digits = [](std::uint32_t number) { return std::to_string(100 + number).substr(1); };
    return two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

std::optional<notices::Quiet> require_quiet(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsObject()) throw bad_quiet();
    const auto* const zone = find_member(value, "time_zone");
    if (value.MemberCount() != (zone == nullptr ? 2U : 3U)) throw bad_quiet();
    notices::Quiet quiet{{require_minutes(find_member(value, "from")), require_minutes(find_member(value, "to"))}, {}};
    if (zone == nullptr || zone->IsNull()) return quiet;
    const auto found = zone->IsString() ? analytics::Zone::find(string_of(*zone)) : std::nullopt;
    if (!found) throw bad_quiet();
    // By its own name, which has no character that might mean something elsewhere.
    quiet.zone = found->name();
    return quiet;
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

/// `push`, `preview` and `quiet`.
void put_pushes(JsonText& json, const Preferences& preferences, Scope scope) {
    const bool has_defaults = scope == Scope::kEverywhere;
    json.name("push");
    if (preferences.push || has_defaults) {
        json.value(preferences.push.value_or(true));
    } else {
        json.null();
    }
    json.name("preview");
    if (preferences.preview || has_defaults) {
        json.value(code_of(preferences.preview.value_or(notices::Preview::kNames)));
    } else {
        json.null();
    }
    json.name("quiet");
    if (!preferences.quiet) return json.null();
    const auto& [hours, zone] = *preferences.quiet;
    json.begin_object();
    json.member("from", std::string_view{clock_text(hours.from)});
    json.member("to", std::string_view{clock_text(hours.to)});
    json.name("time_zone");
    if (zone.empty()) {
        json.null();
    } else {
        json.value(std::string_view{zone});
    }
    json.end_object();
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
    put_pushes(json, preferences, scope);
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
        } else if (name == "push") {
            preferences.push = require_push(member.value);
        } else if (name == "preview") {
            preferences.preview = require_preview(member.value);
        } else if (name == "quiet") {
            preferences.quiet = require_quiet(member.value);
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
