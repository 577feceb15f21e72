#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

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

    /// Checks what a client holds after all the events: for everybody who changed something whether they like the
    /// message now, and the final state; and that nothing stays in the outbox. Waits for what is still on its way.
    void check_events(const Chat& chat, Subscriber& subscriber) const;

  private:
    /// What a user was answered last.
    struct Known {
        bool likes = false;
        bool changed = false;
        std::uint64_t version = 0;
    };

    /// What was answered about one message.
    struct Page {
        std::map<std::string, Known> users;
        /// Calls that changed something.
        std::uint64_t changes = 0;
        /// The greatest that was answered.
        std::uint64_t version = 0;
    };

    mutable std::mutex mutex_;
    std::map<std::string, Page> pages_;
};

}  // namespace likes::test
