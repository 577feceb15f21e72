#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/message_view.hpp"

namespace likes {

/// What one reader asks of one chat: the state of these messages, each named once.
struct ChatQuery {
    Uuid chat;
    UserId reader;
    std::vector<Uuid> messages;
};

enum class ChatVerdict { kFound, kNoSuchChat, kNotAMember };

struct ChatView {
    ChatVerdict verdict = ChatVerdict::kNoSuchChat;
    /// One per message of the query, in their order; empty unless kFound. A message of another chat is not found.
    std::vector<MessageView> messages;
};

/// Where a reader stands in the changes of a chat.
struct ChangesCursor {
    /// The last change that was seen, by the chat's sequence number and, within it, the message.
    std::uint64_t sequence = 0;
    Uuid message;

    bool operator==(const ChangesCursor&) const = default;
};

/// What one reader asks of one chat: which messages have changed since then.
struct ChangesQuery {
    Uuid chat;
    UserId reader;
    /// Nullopt: none has, and from now on.
    std::optional<ChangesCursor> since;
    /// Messages of the answer, at most; 1 or more.
    std::size_t limit;
};

struct ChangesView {
    /// The messages that changed, each once. One that is not found is deleted.
    ChatView chat;
    /// Where the next call begins. Whatever is committed and was not told is told from there.
    ChangesCursor next;
    /// There is more to be had at once.
    bool more = false;
};

}  // namespace likes
