#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "database/literal_rows.hpp"
#include "database/session.hpp"
#include "likes/change.hpp"
#include "likes/outbox_entry.hpp"
#include "likes/reaction.hpp"

/// Writes rows of the feed, by which every change is handed once to each of those who count it. A consumer deletes a
/// row in the transaction in which it deals with it.
namespace likes::store {

/// The names of those to whom changes are handed, each once, as the column `consumer` has them.
using FeedConsumers = std::set<std::string>;

/// To whom changes are handed, and what the ids of the rows are made of. Where there is no consumer, neither clock nor
/// random bits are asked. One thread at a time.
struct Feed {
    FeedConsumers consumers;
    Clock clock;
    RandomBits random;
};

/// Collects what one transaction hands on. Does nothing where there is no consumer.
class FeedRows {
  public:
    /// `feed` outlives it.
    explicit FeedRows(const Feed& feed) : feed_{feed} {}

    /// Adds an entry of a row of the outbox, which format_entry wrote.
    void add(const Uuid& outbox_id, Cause cause, std::string_view entry);

    /// Adds any number of changes that are not in the outbox, because no event is published about them.
    void add(Cause cause, const Uuid& chat, const MessageReaction& target, std::span<const Change> changes);

    /// Has the session insert the rows: for each consumer one, or several if it would be too long.
    void write(database::Session& session);

  private:
    void end_row();

    const Feed& feed_;
    database::LiteralRows rows_;
    /// The row that entries are added to.
    std::string entries_;
    /// In place of a row of the outbox.
    std::optional<Uuid> own_id_;
};

}  // namespace likes::store
