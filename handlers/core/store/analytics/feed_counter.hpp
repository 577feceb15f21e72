#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "store/feed_part.hpp"

namespace likes::store {

/// What one part of the feed was.
struct CountedPart {
    /// Rows of the feed; 0 if there was none.
    std::size_t rows = 0;
    /// Changes in them, of every cause.
    std::size_t changes = 0;
    /// Reactions that were given, imported ones included.
    std::uint64_t given = 0;
    /// Reactions that their users took back.
    std::uint64_t taken_back = 0;
    /// They were dropped with their rows, so that they do not stop the others.
    std::vector<UnreadableEntry> unreadable;
};

/// Counts what the feed brings, into `like_quarters` and `user_days`, by the rules of analytics::tally. A row of the
/// feed is deleted in the transaction that counts it. So each change is counted once, whoever dies, and however many
/// count at the same time: who comes second waits for the lock of a row, and then does not find it.
class FeedCounter {
  public:
    /// The more is counted at once, the more changes share a row of the numbers. So when much waits, each costs less.
    static constexpr FeedPartSize kPart{.rows = 200, .bytes = std::size_t{1024} * 1024};

    explicit FeedCounter(database::Session session) : session_{std::move(session)} {}

    /// Notes that the changes are counted from now on, unless that was noted before. Throws what
    /// database::Session::transaction throws.
    void begin();

    /// Counts the oldest rows of the feed. Throws likewise; then none of them was counted, as far as can be known.
    CountedPart count_some();

  private:
    database::Session session_;
};

}  // namespace likes::store
