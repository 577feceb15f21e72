#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ids/uuid.hpp"
#include "ids/uuid_v7.hpp"
#include "likes/audit.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"
#include "store/subject_parts.hpp"
#include "time/time.hpp"

namespace likes::store {

/// Compares the summaries with the rows that they count, and corrects them. Other writers go on meanwhile: looking
/// takes no lock, and what looks wrong is looked at again under the lock of its summary before anything is written.
class Auditor {
  public:
    Auditor(Session session, Window window, Clock clock, RandomBits random);

    struct Look {
        /// Summaries, and likes without one.
        std::size_t subjects = 0;
        /// What seems to have drifted. Some of it may have changed while it was looked at.
        std::vector<Subject> suspects;
    };

    /// The messages after that one, with about `rows` rows. Throws what Session throws, as all here, and
    /// std::runtime_error for likes that nobody could have put: a summary that cannot be read is made anew, a like is
    /// not.
    Part part_after(const Uuid& after, std::size_t rows);

    Look look(const Part& part);

    /// Those of the suspects that have drifted indeed.
    std::vector<Subject> confirm(std::span<const Subject> suspects);

    /// Corrects those that have drifted, in transactions of a few. An event tells of each, by way of the outbox, unless
    /// its message is deleted. Returns those that it corrected.
    std::vector<Subject> repair(std::span<const Subject> suspects);

  private:
    enum class Write { kNo, kYes };

    std::vector<Subject> check(std::span<const Subject> suspects, Write write);
    std::vector<Subject> check_some(Session& session, std::span<const Subject> subjects, Write write) const;

    Session session_;
    Window window_;
    Clock clock_;
    RandomBits random_;
};

}  // namespace likes::store
