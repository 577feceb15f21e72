#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.hpp"
#include "likes/change.hpp"
#include "likes/feed_entry.hpp"
#include "support/chat.hpp"

/// What the analytics are given, and what they have counted.
namespace likes::test {

/// A chat in which nobody else counts: with a reaction that only this case knows, given at a moment at which nothing
/// else happened.
struct CountedScene {
    explicit CountedScene(std::size_t members = 3);

    /// The changes of one transaction on the message.
    FeedEntry entry(Cause cause, const std::vector<std::string>& changes) const;

    Chat chat;
    /// Who wrote the message.
    std::string sender;
    std::string reaction;
    std::chrono::sys_seconds moment;
};

/// Puts rows into the feed, as who settles changes would: each with these lines. Returns the row's ids.
std::vector<Uuid> feed(const std::vector<std::string>& rows);

/// The lines of a row.
std::string lines_of(const std::vector<FeedEntry>& entries);

/// Whether the feed still has rows.
bool feed_is_empty();

/// `given/taken back` in the quarter of the scene; empty if there is no such row. In the chat, or in all chats; of the
/// scene's reaction, or of all reactions.
std::string quarter_in_chat(const CountedScene& scene, bool all_reactions = false);
std::string quarter_in_all_chats(const CountedScene& scene, bool all_reactions = false);

/// `given/received` of the user on the day of the scene, in the chat and in all chats: `1/0 1/0`. Empty if there is no
/// row.
std::string day_of_user(const CountedScene& scene, const std::string& user);

}  // namespace likes::test
