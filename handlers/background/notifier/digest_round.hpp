#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/steady_clock.hpp"
#include "base/user_id.hpp"
#include "store/notices/digest_readers.hpp"

namespace likes::background {

/// Makes digests due: goes round among the users who want one, a part at a time, and begins for each the one of the
/// date where they are (notices::digest_slot). That it was begun is written together with what is to be sent; so each
/// user and date has one, however often the process starts, and one that is too late has none. One thread.
class DigestRound {
  public:
    /// Rows that are looked at in a part.
    static constexpr std::size_t kPartMax = 1000;
    /// How long it rests after a round.
    static constexpr std::chrono::seconds kRest{30};
    /// What was begun is remembered for so long.
    static constexpr std::chrono::days kRemembered{3};

    /// `hour`: of the day where a user is. The reference outlives it.
    DigestRound(store::DigestReaders& readers, std::chrono::hours hour, SteadyClock clock);

    /// Looks at the next part, if one is due. Throws what the store throws; the next run looks at the same part.
    void run_once();

  private:
    store::DigestReaders& readers_;
    std::chrono::hours hour_;
    SteadyClock clock_;
    /// Up to whom it was looked in this round.
    std::optional<UserId> end_;
    SteadyTime due_at_{};
};

}  // namespace likes::background
