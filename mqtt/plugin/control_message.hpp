#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "plugin/refusal.hpp"
#include "time/time.hpp"

namespace likes::mqtt {

/// A user has left a chat: no token of that user that was issued at or before that moment opens the chat any more. One
/// that is issued later, because the user has joined again, does.
struct Revocation {
    UserId user;
    Uuid chat;
    Time before;
};

/// What the relay publishes to kControlTopic. As JSON, with `before` in microseconds since 1970 (UTC):
///
///     {"revocations":[{"user_id":"alice","chat_id":"0f8fad5b-…","before":1795419571123456}, …], "complete":true}
///
/// `complete` says that with this message all revocations have been told that can still matter to a living token; until
/// then no user is let in. A list of more than 1,000 goes in several messages, of which the last is `complete`.
struct ControlMessage {
    static constexpr std::size_t kMaxRevocations = 1000;
    static constexpr std::size_t kMaxBytes = std::size_t{256} * 1024;

    std::vector<Revocation> revocations;
    bool complete = false;
};

/// Reads the message. Strict: both members, and the three of each revocation, are there and nothing else is; what is
/// off in one place refuses the whole, so that half a message is never applied.
std::variant<ControlMessage, Refusal> parse_control_message(std::string_view payload);

}  // namespace likes::mqtt
