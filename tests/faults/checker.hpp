#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "faults/finding.hpp"
#include "faults/history.hpp"
#include "support/chat.hpp"
#include "support/event.hpp"

namespace likes::test {

/// What a subscriber heard, and what it read when it came back.
struct Hearing {
    /// For the findings.
    std::string who;
    /// In the order of arrival.
    std::vector<LikeEvent> events;
    /// It was there all the time, so that it must have heard what everybody did last.
    bool heard_everything = true;
    /// By REST.
    struct State {
        std::uint64_t version = 0;
        std::uint64_t likes_count = 0;
        /// Nullopt where REST names nobody.
        std::optional<std::vector<std::string>> liked_by = std::nullopt;
    };
    std::map<Subject, State> caught_up = {};
};

/// Everything that is known of a run after it has come to rest.
struct Evidence {
    std::vector<Call> calls;
    std::map<Subject, SubjectRows> tables;
    std::vector<Hearing> hearings;
};

/// Holds what clients were answered, what subscribers heard and what the tables say against each other, and returns
/// everything that cannot be:
///
/// - Each answer reflects its call, and each acknowledged call is in every later state until a call undoes it.
/// - Counts are the number of rows. One version has one content. No answer is older than one that was there before the
///   call began.
/// - Every change has a call of its own that can have made it. With the line above, this is linearizability.
/// - What each user changed last was published, and each subscriber ends with what the tables say.
///
/// Nobody may have more than 100 likers, so that every answer and event names them all.
Findings check(const Evidence& evidence);

}  // namespace likes::test
