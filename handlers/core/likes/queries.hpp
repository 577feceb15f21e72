#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_state.hpp"
#include "likes/summary.hpp"

namespace likes {

/// Whether a reader may see a message or a chat.
enum class Visibility { kVisible, kNotFound, kNotAMember };

/// A reader's query: which users like a message.
struct LikersQuery {
    MessageReaction target;
    UserId reader;
    /// The most likers that the page may have.
    std::size_t limit;
    /// Only likers before this version, at which the last page ended. nullopt: the newest likers.
    std::optional<std::uint64_t> before;
};

struct LikersView {
    Visibility visibility = Visibility::kNotFound;
    /// The rest is empty unless kVisible.
    ReactionState state;
    /// Newest first.
    std::vector<Liker> page;
    /// Where the next page begins; nullopt if this is the last.
    std::optional<std::uint64_t> next;
};

/// A reader's query: all reactions on one message.
struct MessageQuery {
    Uuid message;
    UserId reader;
};

struct NamedReactionState {
    Reaction reaction;
    ReactionState state;
};

/// A message as the reader sees it.
struct MessageView {
    Uuid message;
    Visibility visibility = Visibility::kNotFound;
    /// The rest is empty unless kVisible.
    Uuid chat;
    /// Every reaction that was ever used on it, in no particular order.
    std::vector<NamedReactionState> reactions;
};

/// A reader's query: the state of these messages of one chat, each named once.
struct ChatQuery {
    Uuid chat;
    UserId reader;
    std::vector<Uuid> messages;
    /// What was given as the id of a message and is none, in any bytes, each once. No such message can be found.
    std::vector<std::string> no_ids = {};
};

struct ChatView {
    Visibility visibility = Visibility::kNotFound;
    /// One per message of the query, in their order; empty unless kVisible. A message of another chat is kNotFound.
    std::vector<MessageView> messages;
};

/// A reader's place in the changes of a chat.
struct ChangesCursor {
    /// The last change that the reader has seen: its sequence number and, within that, the message.
    std::uint64_t sequence = 0;
    Uuid message;

    bool operator==(const ChangesCursor&) const = default;
};

/// A reader's query: which messages of one chat have changed since a cursor.
struct ChangesQuery {
    Uuid chat;
    UserId reader;
    /// nullopt: the answer has no messages, and a cursor from which later changes can be read.
    std::optional<ChangesCursor> since;
    /// The most messages that the answer may have; 1 or more.
    std::size_t limit;
};

struct ChangesView {
    /// The messages that changed, each once. A message that is kNotFound is deleted.
    ChatView chat;
    /// The cursor for the next call. Every committed change that was in no answer yet is in an answer from there on.
    ChangesCursor next;
    /// There are more changes, which can be read at once.
    bool more = false;
    /// The query's cursor is of a state that this database has not: of one that it lost in a failover, or of another.
    /// So what changed since cannot be told.
    bool is_cursor_ahead = false;
};

/// A reader's query: the newest messages of one chat, at most `limit`.
struct TranscriptQuery {
    Uuid chat;
    UserId reader;
    std::size_t limit;
};

/// A message with its text.
struct Post {
    Uuid message;
    UserId sender;
    /// UTF-8.
    std::string body;
    Time created_at;
};

struct Transcript {
    Visibility visibility = Visibility::kNotFound;
    /// Oldest first; empty unless kVisible.
    std::vector<Post> posts;
};

}  // namespace likes
