#pragma once

#include <chrono>
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
        /// Whether `user` reacts; nullopt if it was not asked.
        std::optional<bool> is_liked = std::nullopt;
        /// The newest version that it had heard of before.
        std::uint64_t heard_before = 0;
    };
    /// In the order of reading.
    std::map<Subject, std::vector<State>> caught_up = {};
    /// Who listens, and so holds flags of their own; empty: nobody in particular.
    std::string user = {};
};

/// Everything that is known of a run after it has come to rest.
struct Evidence {
    std::vector<Call> calls;
    std::map<Subject, SubjectRows> tables;
    std::vector<Hearing> hearings;
    /// When the database was killed.
    std::vector<Moment> deaths_of_the_database = {};
    /// How long after its end a call without an answer may still take effect, where somebody gave up before the
    /// handler.
    std::chrono::milliseconds lateness{0};
};

/// What the broker takes (max_packet_size in mosquitto.conf.in).
inline constexpr std::size_t kBrokerPacketMax = 262'144;

/// Holds what clients were answered, what subscribers heard and what the tables say against each other, and returns
/// everything that cannot be:
///
/// - Each answer reflects its call, and each acknowledged call is in every later state until a call undoes it.
/// - Counts are the number of rows. One version has one content, wherever it is shown. No answer is older than one that
///   was there before the call began, and nobody reads what is older than what they have heard or read.
/// - Every change has a call of its own that can have made it. With the line above, this is linearizability.
/// - What each user changed last was published, and each subscriber ends with what the tables say, also of themselves.
/// - No event is larger than what the broker takes.
///
/// A read from before a death of the database counts only if an answer to a change confirms it: InnoDB shows a commit
/// to others a moment before it is on the disk.
///
/// Of more likers than an answer or event names, the number is compared, and in the tables everybody.
Findings check(const Evidence& evidence);

}  // namespace likes::test
