#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analytics/ranking.hpp"
#include "analytics/subject.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/queries.hpp"

namespace likes::analytics {

/// A reader's query: a list of a chat, or of all chats together.
struct RankingQuery {
    Subject subject;
    /// Of that subject. Never Kind::kSummary.
    ListKey key;
    /// The most entries that the answer may have; 1 to kListed / 2.
    std::size_t limit = 10;
    /// The answer is to be a table. It is the same for the reader.
    bool as_table = false;
};

struct RankedMessage {
    std::size_t rank = 0;
    Uuid message;
    UserId sender;
    Time created_at;
    std::uint64_t count = 0;
    /// As in ListedMessage.
    std::vector<ReactionCount> reactions;
};

struct RankedUser {
    std::size_t rank = 0;
    UserId user;
    std::uint64_t count = 0;
};

struct RankedChat {
    std::size_t rank = 0;
    Uuid chat;
    std::uint64_t count = 0;
};

/// The reader's own place in a list of users.
struct OwnPlace {
    /// Nullopt: without a place, or not so far in front that the list made in advance tells it.
    std::optional<std::size_t> rank;
    std::uint64_t count = 0;
};

struct RankingView {
    Visibility visibility = Visibility::kNotFound;
    /// The rest is empty unless kVisible.

    /// When the span began; nullopt for Span::kAll.
    std::optional<Time> from;
    /// The moment of which the list is. Nullopt: it is asked for the first time, and being made.
    std::optional<Time> as_of;
    /// Of these, the one that the kind of the list names.
    std::vector<RankedMessage> messages;
    std::vector<RankedUser> users;
    std::vector<RankedChat> chats;
    /// Of a list of users.
    OwnPlace own;
};

}  // namespace likes::analytics
