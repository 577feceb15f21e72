#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analytics/span.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/reaction.hpp"

/// The lists: what they rank, and in which order.
namespace likes::analytics {

/// What a list is of.
enum class Kind {
    kMessages,  ///< The messages written in the span, by the reactions that they have now.
    kGiven,     ///< The users, by the reactions of the span that they have given.
    kReceived,  ///< The same, by those that their messages have got.
    kChats,     ///< The chats, by the reactions of the span.
    kSummary,   ///< No list, but People.
};

/// As the table `rankings` has them.
inline constexpr std::array<std::string_view, 5> kKinds{"messages", "given", "received", "chats", "summary"};

std::string_view code_of(Kind kind);
std::optional<Kind> parse_kind(std::string_view code);

/// One list, and a row of the table `rankings`.
struct ListKey {
    /// The chat, or kDeployment.
    Uuid chat;
    Kind kind = Kind::kMessages;
    Span span = Span::kAll;
    /// Nullopt: all reactions together, as always for users and chats.
    std::optional<Reaction> reaction = std::nullopt;

    bool operator==(const ListKey&) const = default;
};

/// The reaction's code, or kAllReactions.
std::string_view code_of(const std::optional<Reaction>& reaction);

/// Entries of a list that is made in advance. It is twice as long as the longest answer, because what has gone
/// meanwhile is left out of the answer.
inline constexpr std::size_t kListed = 200;

/// What a list counts. Every count is 1 or more.
struct CountedMessage {
    Uuid message;
    Time created_at;
    std::uint64_t count = 0;

    bool operator==(const CountedMessage&) const = default;
};

struct CountedUser {
    UserId user;
    std::uint64_t count = 0;

    bool operator==(const CountedUser&) const = default;
};

struct CountedChat {
    Uuid chat;
    std::uint64_t count = 0;

    bool operator==(const CountedChat&) const = default;
};

/// The order of a list: the greatest count first; of messages with the same count the newest one; then by the id.
bool precedes(const CountedMessage& one, const CountedMessage& other);
bool precedes(const CountedUser& one, const CountedUser& other);
bool precedes(const CountedChat& one, const CountedChat& other);

struct ReactionCount {
    Reaction reaction;
    std::uint64_t count = 0;

    bool operator==(const ReactionCount&) const = default;
};

/// A message of a list, with the counts of its reactions at the moment of its own count.
struct ListedMessage {
    Uuid message;
    std::uint64_t count = 0;
    /// Those that somebody has put, in the order of their codes; at most kReactionsMax.
    std::vector<ReactionCount> reactions;

    static constexpr std::size_t kReactionsMax = 64;

    bool operator==(const ListedMessage&) const = default;
};

/// Gives the entries of a list their ranks, from 1; equal counts share one: 1, 1, 3.
class Ranks {
  public:
    /// The rank of the next entry. REQUIRES: its count is at most that of the entry before.
    std::size_t next(std::uint64_t count) {
        ++entries_;
        if (entries_ == 1 || count != count_) rank_ = entries_;
        count_ = count;
        return rank_;
    }

  private:
    std::size_t entries_ = 0;
    std::size_t rank_ = 0;
    std::uint64_t count_ = 0;
};

}  // namespace likes::analytics
