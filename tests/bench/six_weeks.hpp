#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "base/time.hpp"

namespace likes::bench {

/// Six weeks of likes, as people give them, until the moment that `begin` is six weeks before. Chats differ as words do
/// (Zipf): the chat with the number c has 1/c of the likes of chat 1, and member k of a chat gives 1/k of those of its
/// first. A message gets five on average, and a like comes ten minutes after its message on average (exponentially
/// distributed). The same each time.
struct SixWeeks {
    /// At most a million. A few fewer come of them: nobody likes a message twice.
    std::size_t likes;
    Time begin;

    /// How many messages chat 1 has (weeks.sql).
    std::size_t messages_of_largest_chat() const { return likes / 35; }
};

/// Writes a file for each week into the directory, for scripts/import. Throws std::runtime_error if it cannot.
std::vector<std::filesystem::path> write_weeks(const SixWeeks& weeks, const std::filesystem::path& directory);

}  // namespace likes::bench
