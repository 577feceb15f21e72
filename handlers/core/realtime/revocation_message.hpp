#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "realtime/refusal.hpp"

namespace likes::realtime {

/// A user has left a chat: no token of that user that was issued at or before the time `before` opens the chat any
/// more. A token that is issued later, because the user has joined again, does open it.
struct Revocation {
    UserId user;
    Uuid chat;
    Time before;
};

/// What the relay publishes to kRevocationTopic. As JSON, with `before` in microseconds since 1970 (UTC):
///
///     {"revocations":[{"user_id":"alice","chat_id":"0f8fad5b-…","before":1795419571123456}, …], "complete":true}
///
/// `complete` says that all revocations have been sent that concern a token which may still be valid; until then no
/// user is admitted. The revocations are sent at QoS 1, at most 1,000 in a message. When all of them are acknowledged,
/// `complete` follows at QoS 0 over the same connection, so that it never reaches a broker that started later.
struct RevocationMessage {
    static constexpr std::size_t kMaxRevocations = 1000;
    static constexpr std::size_t kMaxBytes = std::size_t{256} * 1024;

    std::vector<Revocation> revocations;
    bool complete = false;
};

/// The payload that the relay publishes.
std::string to_json(const RevocationMessage& message);

/// Reads the payload strictly: both members, and the three of each revocation, must be there and nothing else. One
/// fault refuses the whole message, so that a message is never applied in part.
std::variant<RevocationMessage, Refusal> parse_revocation_message(std::string_view payload);

}  // namespace likes::realtime
