#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "likes/import_file.hpp"
#include "likes/summary.hpp"
#include "store/feed_rows.hpp"

namespace likes::store {

/// Adds likes of the past, many in each transaction. No event is published about them, but the messages get new
/// versions and are recorded as changed, for clients that catch up, and the likes that are new are put into the feed.
/// Importing the same likes again changes nothing.
class Importer {
  public:
    /// `exclusive`: the reactions of which a user may have only one on a message; a user who has one gets no other.
    /// Empty: no such limit.
    Importer(database::Session session, RecentLikersLimit recent_limit, std::vector<Reaction> exclusive, Feed feed)
        : session_{std::move(session)},
          recent_limit_{recent_limit},
          exclusive_{std::move(exclusive)},
          feed_{std::move(feed)} {}

    struct Imported {
        std::size_t added = 0;
        /// The user has reacted already, or does so twice in the batch; then the first like counts.
        std::size_t known = 0;
        /// The message is deleted, or was never there.
        std::size_t without_message = 0;
    };

    /// `likes` are sorted by target and time. A later batch costs least if its likes are younger. Throws what
    /// database::Session::transaction throws; then none of them was added, as far as can be known.
    Imported add(std::span<const ImportRecord> likes);

  private:
    Imported add_once(database::Session& session, std::span<const ImportRecord> likes) const;
    std::vector<Reaction> rivals_of(const Reaction& reaction) const;
    std::vector<MessageReaction> targets_of(std::span<const ImportRecord> likes) const;
    std::vector<bool> find_known(database::Session& session, std::span<const ImportRecord> likes) const;

    database::Session session_;
    RecentLikersLimit recent_limit_;
    std::vector<Reaction> exclusive_;
    Feed feed_;
};

}  // namespace likes::store
