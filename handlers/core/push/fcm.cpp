#include "push/fcm.hpp"

#include <algorithm>
#include <cstdint>

#include "auth/key_set.hpp"
#include "base/json.hpp"
#include "push/endpoint.hpp"
#include "push/pem_key.hpp"
#include "push/wording.hpp"

namespace likes::push {
namespace {

constexpr std::string_view kTokenHost = "oauth2.googleapis.com";
constexpr std::string_view kFcmScope = "https://www.googleapis.com/auth/firebase.messaging";
constexpr std::chrono::minutes kUnusedBeforeEnd{5};
constexpr std::chrono::hours kAssertionLifetime{1};
constexpr std::size_t kAccessTokenMax = 4096;

bool is_of(std::string_view text, std::string_view characters) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               characters.find(c) != std::string_view::npos;
    });
}

std::string member_of(const rapidjson::Value& account, std::string_view name) {
    const auto* const value = find_member(account, name);
    if (value == nullptr || !value->IsString() || value->GetStringLength() == 0) {
        throw auth::KeySetError{"the service account has no '" + std::string{name} + "'"};
    }
    return std::string{string_of(*value)};
}

outbound::Request send_request(const FcmAccount& account, const std::string& access_token, const JsonText& json) {
    return {.url = "https://" + std::string{kFcmHost} + "/v1/projects/" + account.project_id + "/messages:send",
            .headers = {"Authorization: Bearer " + access_token, "Content-Type: application/json"},
            .body = json.str()};
}

}  // namespace

bool is_fcm_token(std::string_view text) {
    return text.size() >= 20 && text.size() <= 2048 && is_of(text, "-_:");
}

FcmAccount FcmAccount::parse(std::string_view text) {
    rapidjson::Document json;
    if (!parse_strict_object(text, json)) throw auth::KeySetError{"the service account is no JSON object"};
    FcmAccount account{.project_id = member_of(json, "project_id"),
                       .client_email = member_of(json, "client_email"),
                       .private_key_id = member_of(json, "private_key_id"),
                       .private_key = parse_rsa_pem(member_of(json, "private_key")),
                       .token_uri = member_of(json, "token_uri")};
    if (!is_of(account.project_id, "-") || account.project_id.size() > 64) {
        throw auth::KeySetError{"the 'project_id' of the service account is malformed"};
    }
    const auto uri = Endpoint::parse(account.token_uri);
    if (!uri || uri->host() != kTokenHost) {
        throw auth::KeySetError{"the 'token_uri' of the service account is not one of " + std::string{kTokenHost}};
    }
    return account;
}

outbound::Request fcm_token_request(const FcmAccount& account, Time now) {
    const auto seconds = [](Time time) {
        return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    };
    JsonText claims;
    claims.begin_object();
    claims.member("iss", std::string_view{account.client_email});
    claims.member("scope", kFcmScope);
    claims.member("aud", std::string_view{account.token_uri});
    claims.member("iat", seconds(now));
    claims.member("exp", seconds(now + kAssertionLifetime));
    claims.end_object();
    return {.url = account.token_uri,
            .headers = {"Content-Type: application/x-www-form-urlencoded"},
            .body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
                    account.private_key.sign("JWT", account.private_key_id, claims.str())};
}

std::optional<FcmToken> FcmToken::parse(std::string_view text, Time now) {
    rapidjson::Document json;
    if (!parse_strict_object(text, json)) return std::nullopt;
    const auto* const token = find_member(json, "access_token");
    const auto* const seconds = find_member(json, "expires_in");
    if (token == nullptr || !token->IsString() || seconds == nullptr || !seconds->IsUint()) return std::nullopt;
    const auto value = string_of(*token);
    // It becomes part of a header.
    if (value.empty() || value.size() > kAccessTokenMax || !is_of(value, "-._~+/=")) return std::nullopt;
    const std::chrono::seconds lifetime{std::min(seconds->GetUint(), 86'400U)};
    return FcmToken{std::string{value},
                    now + std::max<std::chrono::seconds>(lifetime - kUnusedBeforeEnd, std::chrono::seconds{0})};
}

outbound::Request fcm_request(const FcmAccount& account, const std::string& access_token,
                              const std::string& device_token, const Message& message, std::chrono::seconds ttl) {
    const auto [key, arguments] = wording_of(message);
    JsonText json;
    json.begin_object();
    json.begin_object("message");
    json.member("token", std::string_view{device_token});
    json.begin_object("data");
    json.member("tag", std::string_view{message.tag});
    if (message.message) json.member("message_id", std::string_view{message.message->to_string()});
    if (message.chat) json.member("chat_id", std::string_view{message.chat->to_string()});
    json.end_object();
    json.begin_object("android");
    json.member("collapse_key", std::string_view{message.tag});
    json.member("priority", std::string_view{"NORMAL"});
    json.member("ttl", std::string_view{std::to_string(ttl.count()) + "s"});
    json.begin_object("notification");
    json.member("tag", std::string_view{message.tag});
    if (!message.chat_title.empty()) json.member("title", std::string_view{shortened(message.chat_title)});
    json.member("body_loc_key", key);
    json.begin_array("body_loc_args");
    for (const auto& argument : arguments) json.value(std::string_view{argument});
    json.end_array();
    json.member("notification_count", message.unread.count);
    json.end_object();
    json.end_object();
    json.end_object();
    json.end_object();
    return send_request(account, access_token, json);
}

}  // namespace likes::push
