#include "endpoints/push/registration_json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/base64url.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "push/apns.hpp"
#include "push/encryption.hpp"
#include "push/fcm.hpp"
#include "web/response.hpp"

namespace likes::endpoints {
namespace {

constexpr std::size_t kLocaleMax = 35;
constexpr std::size_t kLabelMax = 64;

web::Problem bad_registration(std::string detail) {
    return {400, std::move(detail)};
}

web::Problem unusable(std::string detail) {
    return {422, std::move(detail)};
}

/// The members of an object that may have only these.
class Members {
  public:
    Members(const rapidjson::Value& object, std::span<const std::string_view> names) : object_{object} {
        for (const auto& member : object.GetObject()) {
            const auto name = string_of(member.name);
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                throw bad_registration("There is no member '" + std::string{name} + "' here.");
            }
        }
    }

    std::optional<std::string> text(std::string_view name) const {
        const auto* const value = find_member(object_, name);
        if (value == nullptr) return std::nullopt;
        if (!value->IsString()) throw bad_registration("The member '" + std::string{name} + "' must be a text.");
        return std::string{string_of(*value)};
    }

    std::string required(std::string_view name) const {
        auto value = text(name);
        if (!value) throw bad_registration("The member '" + std::string{name} + "' is missing.");
        return *std::move(value);
    }

  private:
    const rapidjson::Value& object_;
};

std::string require_locale(const Members& members) {
    auto locale = members.text("locale").value_or("en");
    const bool is_locale =
        !locale.empty() && locale.size() <= kLocaleMax && std::all_of(locale.begin(), locale.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        });
    if (!is_locale)
        throw bad_registration("The member 'locale' must be a language tag of BCP 47, such as en or pt-BR.");
    return locale;
}

std::string require_label(const Members& members) {
    auto label = members.text("label").value_or("");
    const auto characters = std::count_if(label.begin(), label.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    const bool has_control = std::any_of(label.begin(), label.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20U || static_cast<unsigned char>(c) == 0x7FU;
    });
    if (static_cast<std::size_t>(characters) > kLabelMax || has_control) {
        throw bad_registration("The member 'label' must have at most 64 characters, and none that controls.");
    }
    return label;
}

/// Fills in what is of browsers alone.
void read_browser(const rapidjson::Document& body, const Members& members, const push::VapidKeys* keys,
                  const push::AllowedHosts& hosts, push::Registration& registration) {
    if (keys == nullptr) throw unusable("There are no pushes to browsers here.");
    const auto endpoint = push::Endpoint::parse(members.required("endpoint"));
    if (!endpoint || !hosts.allow(*endpoint)) {
        throw unusable("The member 'endpoint' must be an https URL of a known push service.");
    }
    registration.endpoint = endpoint->url();
    const auto* const own = find_member(body, "keys");
    if (own == nullptr || !own->IsObject()) throw bad_registration("The member 'keys' must be an object.");
    constexpr std::array<std::string_view, 2> kNames{"p256dh", "auth"};
    const Members of_browser{*own, kNames};
    registration.p256dh = base64url_decode(of_browser.required("p256dh")).value_or("");
    if (!push::P256Key::from_point(registration.p256dh)) {
        throw unusable("The member 'p256dh' must be a point of the curve P-256: 65 bytes in base64url.");
    }
    registration.auth = base64url_decode(of_browser.required("auth")).value_or("");
    if (registration.auth.size() != push::kAuthBytes) {
        throw unusable("The member 'auth' must be 16 bytes in base64url.");
    }
    registration.key_id = members.text("key_id").value_or(keys->first().id);
    if (keys->find(registration.key_id) == nullptr) {
        throw unusable("The member 'key_id' must name the key that the browser has subscribed with.");
    }
}

void put_time(JsonText& json, std::string_view name, const std::optional<Time>& time) {
    json.name(name);
    if (time) {
        json.value(std::string_view{to_rfc3339(*time)});
    } else {
        json.null();
    }
}

}  // namespace

std::string push_key_json(const push::VapidKey& key) {
    JsonText json;
    json.begin_object();
    json.member("key", std::string_view{base64url_encode(key.point)});
    json.member("key_id", std::string_view{key.id});
    json.end_object();
    return json.str();
}

std::string subscriptions_json(const std::vector<push::Subscription>& subscriptions) {
    JsonText json;
    json.begin_object();
    json.begin_array("subscriptions");
    for (const auto& one : subscriptions) {
        json.begin_object();
        json.member("subscription_id", std::string_view{one.id.to_string()});
        json.member("kind", push::code_of(one.kind));
        json.name("key_id");
        if (one.key_id.empty()) {
            json.null();
        } else {
            json.value(std::string_view{one.key_id});
        }
        json.member("locale", std::string_view{one.locale});
        json.member("label", std::string_view{one.label});
        json.member("created_at", std::string_view{to_rfc3339(one.created_at)});
        put_time(json, "last_ok_at", one.last_ok_at);
        put_time(json, "disabled_at", one.disabled_at);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.str();
}

push::Registration require_registration(std::string_view body, const push::VapidKeys* keys,
                                        const push::AllowedHosts& hosts) {
    rapidjson::Document document;
    if (!parse_strict_object(body, document)) {
        throw bad_registration("The body must be a JSON object that describes a device.");
    }
    const auto* const named = find_member(document, "kind");
    const auto kind = named != nullptr && named->IsString() ? push::parse_kind(string_of(*named)) : std::nullopt;
    if (!kind) throw bad_registration(R"(The member 'kind' must be "web", "apns" or "fcm".)");
    constexpr std::array<std::string_view, 6> kOfBrowser{"kind", "endpoint", "keys", "key_id", "locale", "label"};
    constexpr std::array<std::string_view, 4> kOfPhone{"kind", "token", "locale", "label"};
    const bool is_web = *kind == push::Kind::kWeb;
    const Members members{document, is_web ? std::span<const std::string_view>{kOfBrowser} : kOfPhone};
    push::Registration registration{.kind = *kind, .locale = require_locale(members), .label = require_label(members)};
    if (is_web) {
        read_browser(document, members, keys, hosts, registration);
        return registration;
    }
    registration.endpoint = members.required("token");
    const bool is_token = *kind == push::Kind::kApns ? push::is_apns_token(registration.endpoint)
                                                     : push::is_fcm_token(registration.endpoint);
    if (!is_token) throw unusable("The member 'token' is none that a device of this kind has.");
    return registration;
}

}  // namespace likes::endpoints
