#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <utility>

#include "ids/user_id.hpp"
#include "store/auditor.hpp"
#include "store/like_writer.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// The user goes on reacting, so that there is no end.
class StillReacting : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Removes everything that one user has put on messages, a few hundred in a transaction. An erasure that was
/// interrupted goes on where it was when it is begun again: what is gone is gone, and the table `erasures` knows how
/// many there were.
class Eraser {
  public:
    struct Receipt {
        /// By the database's clock.
        Time begun_at;
        Time ended_at;
        /// Reactions that were removed, over all attempts.
        std::uint64_t erased = 0;
        /// Of which an event tells; the messages of the others are deleted.
        std::uint64_t told = 0;
    };
    /// Told now and then how many are removed so far, in this attempt.
    using Progress = std::function<void(std::size_t erased)>;

    Eraser(Session session, LikeWriter writer, Auditor auditor)
        : session_{std::move(session)}, writer_{std::move(writer)}, auditor_{std::move(auditor)} {}

    /// Removes, and looks again until there is nothing left. Throws StillReacting, and what Session::transaction
    /// throws.
    Receipt erase(const UserId& user, const Progress& progress);

    /// The receipt was handed out: forgets that there was an erasure. Until then each attempt gives the same receipt.
    void forget(const UserId& user);

  private:
    std::size_t erase_once(const UserId& user, const std::function<void(std::size_t)>& add);
    std::size_t erase_some(std::span<const Subject> subjects, const UserId& user);

    Session session_;
    LikeWriter writer_;
    Auditor auditor_;
};

}  // namespace likes::store
