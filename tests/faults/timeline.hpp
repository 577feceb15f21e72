#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "faults/finding.hpp"
#include "faults/history.hpp"
#include "support/chat.hpp"
#include "support/event.hpp"

namespace likes::test {

/// The states of one subject in the order of their versions, put together from everything that shows one. Each change
/// makes a version, under the lock of one row, so versions are the order in which calls took effect, and a call that
/// was answered with version 7 took effect when 7 was the newest. That makes the check for linearizability exact
/// without any search.
class Timeline {
  public:
    /// `lateness` as Evidence has it.
    explicit Timeline(Subject subject, std::chrono::milliseconds lateness);

    void add(const Call& call);
    void add(const LikeEvent& event, const std::string& heard_by);
    /// What somebody read, perhaps without names.
    void add(std::uint64_t version, std::uint64_t count, const std::optional<std::vector<std::string>>& users,
             const std::string& source);
    /// The tables in the end.
    void add(const SubjectRows& rows);

    /// Of each user who ever changed something, the first version that is known to show the last change.
    using LastChanges = std::map<std::string, std::uint64_t>;

    /// Call after everything is added.
    LastChanges check(Findings& findings) const;

  private:
    struct State {
        std::vector<std::string> users;
        /// Where it was seen first.
        std::string source;
    };

    /// A call that may have changed something, and the versions that it can have made: after `after`, up to `until`.
    struct Cause {
        const Call* call;
        std::uint64_t after;
        std::uint64_t until;
        bool used = false;
    };

    void check_names(const Call& call);
    void enter(std::uint64_t version, std::uint64_t count, const std::vector<std::string>& users,
               const std::string& source);
    void check_counts(Findings& findings) const;
    void check_order(Findings& findings) const;
    std::vector<Cause> causes() const;
    std::string last_calls(const std::string& user, std::uint64_t version) const;

    Subject subject_;
    std::chrono::milliseconds lateness_;
    std::map<std::uint64_t, State> states_;
    /// A state of which only the number of users was seen.
    struct Count {
        std::uint64_t version;
        std::uint64_t count;
        std::string source;
    };
    std::vector<Count> counts_;
    std::vector<Call> calls_;
    /// What was wrong with the states that were added.
    Findings findings_;
};

}  // namespace likes::test
