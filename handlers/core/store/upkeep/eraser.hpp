#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <utility>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "database/session.hpp"
#include "store/feed_rows.hpp"
#include "store/reaction_writer.hpp"
#include "store/upkeep/auditor.hpp"
#include "store/upkeep/notice_eraser.hpp"

namespace likes::store {

/// The user keeps reacting, so that the erasure has no end.
class StillReacting : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What was removed is still on its way to the numbers or the notices, which name the user until it has arrived.
class NotCounted : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Removes all reactions of one user, a few hundred in each transaction, and then the user from the numbers that have
/// names and from the notices. An interrupted erasure continues when it is begun again: what was removed stays removed,
/// and the table `erasures` keeps the counts. Several processes may erase the same user at the same time: each has a
/// receipt, and what was removed is in at least one of them.
class Eraser {
  public:
    struct Receipt {
        /// By the database's clock, in whole seconds: what is finer changes (see kBeginErasure).
        Time begun_at;
        Time ended_at;
        /// Reactions that were removed, over all attempts since the last receipt that was handed out.
        std::uint64_t erased = 0;
        /// How many of them were published; the messages of the others are deleted.
        std::uint64_t published = 0;
        /// Rows of the table `user_days` that were removed, over the same attempts.
        std::uint64_t user_days = 0;
        /// Rows of the tables of notices, likewise.
        ErasedNotices notices = {};
    };
    /// Called now and then with the number of reactions removed so far in this attempt.
    using Progress = std::function<void(std::size_t erased)>;
    /// Returns when every change that had begun before the call has ended.
    using Pause = std::function<void()>;
    /// Pauses before another look at whether what was removed is counted. Returns false if that has taken too long.
    using Patience = std::function<bool()>;

    /// The longest that a change may take from the moment at which its user was found to be a member until others see
    /// it: about six statements, from the one that finds the members to the commit, of which a handler gives up each
    /// after two seconds. A commit that the database itself holds up for longer is waited for besides.
    static constexpr std::chrono::seconds kLongestChange{12};

    /// `pause` waits for kLongestChange; a test may know better when the changes have ended.
    Eraser(database::Session session, ReactionWriter writer, Auditor auditor, Feed feed, Pause pause, Patience patience)
        : session_{std::move(session)},
          writer_{std::move(writer)},
          auditor_{std::move(auditor)},
          feed_{std::move(feed)},
          pause_{std::move(pause)},
          patience_{std::move(patience)} {}

    /// Removes the reactions; pauses, because a change of the user may have been on its way when the user's access
    /// ended; and scans again until none is left. Then waits until no change that names the user is on its way to a
    /// consumer of the feed, and removes the user from `user_days`, `rankings` and the tables of notices. Throws
    /// StillReacting, NotCounted, and what database::Session::transaction throws.
    Receipt erase(const UserId& user, const Progress& progress);

    /// Deletes the record of the erasure. Call after the receipt was handed out; until then each attempt gives the same
    /// receipt. Leaves a record that counts more than the receipt: another process will hand out that one.
    void forget(const UserId& user, const Receipt& receipt);

  private:
    Receipt begin_or_read(const UserId& user);
    std::size_t erase_once(const UserId& user, std::size_t& erased, const Progress& progress);
    std::size_t erase_some(std::span<const MessageReaction> targets, const UserId& user);
    void wait_until_counted(const UserId& user);
    void erase_from_numbers(const UserId& user);

    database::Session session_;
    ReactionWriter writer_;
    Auditor auditor_;
    Feed feed_;
    Pause pause_;
    Patience patience_;
};

}  // namespace likes::store
