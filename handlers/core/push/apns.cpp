#include "push/apns.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "push/wording.hpp"

namespace likes::push {
namespace {

std::int64_t unix_seconds(Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::string apns_body(const Message& message) {
    const auto [key, arguments] = wording_of(message);
    JsonText json;
    json.begin_object();
    json.begin_object("aps");
    json.begin_object("alert");
    json.member("loc-key", key);
    json.begin_array("loc-args");
    for (const auto& argument : arguments) json.value(std::string_view{argument});
    json.end_array();
    if (!message.chat_title.empty()) json.member("subtitle", std::string_view{shortened(message.chat_title)});
    json.end_object();
    json.member("badge", message.unread.count);
    if (message.chat) json.member("thread-id", std::string_view{message.chat->to_string()});
    json.end_object();
    json.member("tag", std::string_view{message.tag});
    if (message.message) json.member("message_id", std::string_view{message.message->to_string()});
    json.end_object();
    return json.str();
}

}  // namespace

bool is_apns_token(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
    return text.size() >= 64 && text.size() <= 200 && text.size() % 2 == 0 &&
           text.find_first_not_of(kDigits) == std::string_view::npos;
}

const std::string& ApnsToken::current(Time now) {
    if (token_.empty() || now >= made_at_ + kRenewedAfter) make(now);
    return token_;
}

bool ApnsToken::renew(Time now) {
    if (!token_.empty() && now < made_at_ + kNeverWithin) return false;
    make(now);
    return true;
}

void ApnsToken::make(Time now) {
    JsonText json;
    json.begin_object();
    json.member("iss", std::string_view{team_id_});
    json.member("iat", unix_seconds(now));
    json.end_object();
    token_ = key_.sign("JWT", key_id_, json.str());
    made_at_ = now;
}

outbound::Request apns_request(const ApnsTarget& target, const std::string& provider_token, const Message& message,
                               const Uuid& id, Time expires_at) {
    return {
        .url = "https://" + target.host + "/3/device/" + target.device_token,
        .headers = {"authorization: bearer " + provider_token, "apns-topic: " + target.topic, "apns-push-type: alert",
                    "apns-priority: 5", "apns-expiration: " + std::to_string(unix_seconds(expires_at)),
                    "apns-collapse-id: " + message.tag, "apns-id: " + id.to_string(), "content-type: application/json"},
        .body = apns_body(message),
    };
}

}  // namespace likes::push
