#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/subscriber.hpp"

namespace likes::test {

/// What was answered with 200, call by call, to be held against the tables and the events afterwards. Thread-safe.
class Ledger {
  public:
    /// Writes down an answered call. A user's calls about a message come one after another. Throws std::runtime_error
    /// if the answer contradicts itself, or is older than the one before.
    void enter(const std::string& user, const std::string& message, bool liked, const LikeState& state);

    /// Checks that the table of likes, the summaries and the answers to GET are what was answered last: nothing that
    /// was acknowledged is lost, nothing is there that was not asked for.
    void check_tables(const Chat& chat) const;

    /// Checks that every like and every unlike was heard of, that the newest event tells the final state, and that
    /// nothing stays in the outbox. Waits for what is still on its way.
    void check_events(const Chat& chat, Subscriber& subscriber) const;

  private:
    /// Who, and whether they like the message since.
    using Change = std::pair<std::string, bool>;

    /// What a user was answered last.
    struct Known {
        bool likes = false;
        std::uint64_t version = 0;
    };

    std::uint64_t changes_made(const std::string& message) const;

    mutable std::mutex mutex_;
    /// By message, then by user.
    std::map<std::string, std::map<std::string, Known>> now_;
    std::map<std::string, std::map<Change, std::size_t>> changes_;
    std::map<std::string, std::uint64_t> versions_;
};

}  // namespace likes::test
