#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.hpp"
#include "database/literal_rows.hpp"
#include "database/session.hpp"
#include "likes/feed_entry.hpp"

namespace likes::store {

/// An entry of the feed that nobody of ours can have written.
struct UnreadableEntry {
    /// The row that it was in.
    Uuid feed_id;
    std::string why;
};

/// How much of the feed is taken together.
struct FeedPartSize {
    /// Rows, at most.
    std::size_t rows;
    /// About how long their entries may be together; a thousand changes are about 128 KiB. A row that is longer is
    /// taken by itself.
    std::size_t bytes;
};

/// A consumer's oldest rows of the feed. A consumer deals with them in the transaction that deletes them, so each
/// change is dealt with once, whoever dies, and however many do so at the same time: who comes second waits for the
/// lock of a row, and then does not find it.
class FeedPart {
  public:
    /// Takes and locks rows, for the work of a transaction.
    FeedPart(database::Session& session, std::string_view consumer, const FeedPartSize& size);

    std::size_t rows() const { return rows_; }
    /// Those that can be read, in the order of the rows.
    const std::vector<FeedEntry>& entries() const { return entries_; }
    /// Those that cannot. They go with their rows, so that they do not stop the others.
    const std::vector<UnreadableEntry>& unreadable() const { return unreadable_; }

    /// Has the session delete the rows, in the same transaction.
    void remove(database::Session& session) const;

  private:
    void read(const Uuid& feed_id, std::string_view text);

    std::size_t rows_ = 0;
    database::LiteralRows locked_;
    std::vector<FeedEntry> entries_;
    std::vector<UnreadableEntry> unreadable_;
};

}  // namespace likes::store
