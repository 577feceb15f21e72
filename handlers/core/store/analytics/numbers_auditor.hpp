#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include "analytics/comparison.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Compares the numbers that are kept of a chat's reactions with the reactions themselves, and adds what is missing.
/// Others go on liking and counting meanwhile. All that is compared is read in one snapshot of the database, so that a
/// change is in it once: as a row, in what waits to be counted, or in the numbers. A difference is added and not
/// written over what is stored, so it does not matter what else has been counted by then.
class NumbersAuditor {
  public:
    /// Called after each part of a comparison with what it cost. It may wait. False: the comparison is given up.
    using Pause = std::function<bool(std::chrono::steady_clock::duration)>;

    enum class Outcome {
        kCompared,
        /// The chat has more rows of reactions than were allowed.
        kTooLarge,
        /// So much waits to be counted that it would take too long to look through it. Later it is less.
        kTooMuchWaits,
        /// The caller has given it up.
        kStopped
    };

    struct Result {
        Outcome outcome = Outcome::kCompared;
        /// Empty unless `outcome` is kCompared.
        analytics::Differences differences;
        /// When numbers were corrected last, as of the snapshot; nullopt: never.
        std::optional<Time> audited_at;
        /// How many rows of reactions were looked at.
        std::size_t rows = 0;
    };

    NumbersAuditor(database::Session session, Clock clock);

    /// The next chat in the order of the ids in which anything ever changed; nullopt after the last. Like all functions
    /// here, throws what database::Session throws.
    std::optional<Uuid> chat_after(const Uuid& chat);

    /// Compares the numbers of the chat, in parts of some hundred messages, if it has at most `rows_max` rows of
    /// reactions. Takes no lock.
    Result compare(const Uuid& chat, std::size_t rows_max, const Pause& pause);

    /// Adds the differences to the numbers of the chat and of the deployment, some thousands in each transaction. False
    /// if another audit has corrected anything since they were compared, because it may have been the same; then not
    /// all of them, and perhaps none, were added, and the chat has to be compared anew.
    bool correct(const Uuid& chat, const Result& result);

  private:
    database::Session session_;
    Clock clock_;
};

}  // namespace likes::store
