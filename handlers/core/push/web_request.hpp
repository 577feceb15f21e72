#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "outbound/request.hpp"
#include "push/encryption.hpp"
#include "push/endpoint.hpp"
#include "push/message.hpp"

/// A push to a browser, or to whatever else takes Web Push (RFC 8030).
namespace likes::push {

/// What the browser's service worker gets to read, as JSON of at most kPayloadMax bytes:
///
///     {"v":1,"tag":"m.…","message_id":"…","chat_id":"…","actors":5,"reactions":6,"names":["Ann"],"chat":"Team",
///      "raised_at":"2025-10-03T10:00:00Z","unread":3,"unread_capped":false}
///
/// `names` and `chat` are left out where they are not said. A summary has the number of `messages` in place of
/// `message_id` to `chat`, a push by which a user tries a device has `"test":true`.
std::string web_payload(const Message& message);

/// The header Topic, by which a push service replaces what it has not delivered yet (RFC 8030 section 5.4: at most 32
/// characters of base64url). It tells nobody which message it is.
std::string topic_of(std::string_view tag);

/// `authorization` is that of Vapid. `ttl` is how long the push service keeps it for a browser that is away.
outbound::Request web_request(const Endpoint& endpoint, const Receiver& receiver, const std::string& authorization,
                              const Message& message, std::chrono::seconds ttl, const OneTime& once);

}  // namespace likes::push
