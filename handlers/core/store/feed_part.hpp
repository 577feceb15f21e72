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

/// A consumer's oldest rows of the feed. A consumer deals with them in the transaction that deletes them, so each
/// change is dealt with once, whoever dies, and however many do so at the same time: who comes second waits for the
/// lock of a row, and then does not find it.
class FeedPart {
  public:
    /// Rows that are taken together, at most, and about how long their entries may be together: about 1,000 changes. A
    /// row that is longer is taken by itself.
    static constexpr std::size_t kRowsMax = 50;
    static constexpr std::size_t kBytesMax = std::size_t{128} * 1024;

    /// Takes and locks rows, for the work of a transaction.
    FeedPart(database::Session& session, std::string_view consumer);

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
