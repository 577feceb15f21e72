#include "push/web_request.hpp"

#include "base/base64url.hpp"
#include "base/json.hpp"
#include "base/sha256.hpp"
#include "base/time.hpp"

namespace likes::push {

std::string web_payload(const Message& message) {
    JsonText json;
    json.begin_object();
    json.member("v", 1);
    json.member("tag", std::string_view{message.tag});
    if (message.message && message.chat) {
        json.member("message_id", std::string_view{message.message->to_string()});
        json.member("chat_id", std::string_view{message.chat->to_string()});
        json.member("actors", message.actors);
        json.member("reactions", message.reactions);
        if (!message.names.empty()) {
            json.begin_array("names");
            for (const auto& name : message.names) json.value(std::string_view{shortened(name)});
            json.end_array();
        }
        if (!message.chat_title.empty()) json.member("chat", std::string_view{shortened(message.chat_title)});
    } else if (message.is_test) {
        json.member("test", true);
    } else {
        json.member("messages", message.messages);
    }
    json.member("raised_at", std::string_view{to_rfc3339(message.raised_at)});
    json.member("unread", message.unread.count);
    json.member("unread_capped", message.unread.is_capped);
    json.end_object();
    return json.str();
}

std::string topic_of(std::string_view tag) {
    constexpr std::size_t kTopicMax = 32;
    const auto digest = sha256(tag);
    return base64url_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}).substr(0, kTopicMax);
}

outbound::Request web_request(const Endpoint& endpoint, const Receiver& receiver, const std::string& authorization,
                              const Message& message, std::chrono::seconds ttl, const OneTime& once) {
    return {
        .url = endpoint.url(),
        .headers = {"TTL: " + std::to_string(ttl.count()), "Urgency: low", "Topic: " + topic_of(message.tag),
                    "Content-Encoding: aes128gcm", "Content-Type: application/octet-stream",
                    "Authorization: " + authorization},
        .body = encrypt(web_payload(message), receiver, once),
    };
}

}  // namespace likes::push
