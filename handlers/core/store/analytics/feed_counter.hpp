#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// An entry of the feed that nobody of ours can have written.
struct UnreadableEntry {
    /// The row that it was in.
    Uuid feed_id;
    std::string why;
};

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
    /// Rows of the feed that are counted together, at most, and about how long their entries may be together: about
    /// 1,000 changes. A row that is longer is counted by itself.
    static constexpr std::size_t kRowsMax = 50;
    static constexpr std::size_t kBytesMax = std::size_t{128} * 1024;

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
