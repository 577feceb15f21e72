#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <utility>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "database/session.hpp"
#include "store/reaction_writer.hpp"
#include "store/upkeep/auditor.hpp"

namespace likes::store {

/// The user keeps reacting, so that the erasure has no end.
class StillReacting : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Removes all reactions of one user, a few hundred in each transaction. An interrupted erasure continues when it is
/// begun again: what was removed stays removed, and the table `erasures` keeps the counts.
class Eraser {
  public:
    struct Receipt {
        /// By the database's clock.
        Time begun_at;
        Time ended_at;
        /// Reactions that were removed, over all attempts.
        std::uint64_t erased = 0;
        /// How many of them were published; the messages of the others are deleted.
        std::uint64_t published = 0;
    };
    /// Called now and then with the number of reactions removed so far in this attempt.
    using Progress = std::function<void(std::size_t erased)>;

    Eraser(database::Session session, ReactionWriter writer, Auditor auditor)
        : session_{std::move(session)}, writer_{std::move(writer)}, auditor_{std::move(auditor)} {}

    /// Removes the reactions, and scans again until none is left. Throws StillReacting, and what
    /// database::Session::transaction throws.
    Receipt erase(const UserId& user, const Progress& progress);

    /// Deletes the record of the erasure. Call after the receipt was handed out; until then each attempt gives the same
    /// receipt.
    void forget(const UserId& user);

  private:
    std::size_t erase_once(const UserId& user, std::size_t& erased, const Progress& progress);
    std::size_t erase_some(std::span<const MessageReaction> targets, const UserId& user);

    database::Session session_;
    ReactionWriter writer_;
    Auditor auditor_;
};

}  // namespace likes::store
