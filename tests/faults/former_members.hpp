#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"

namespace likes::test {

/// Members who leave a chat one after the other, and whose devices try again and again to listen to it all the same. A
/// broker that was started after somebody had left must never let them in. (How soon they cannot listen any more where
/// the broker goes on depends on what keeps the relay from searching.) A thread of its own does the trying.
/// Thread-safe.
class FormerMembers {
  public:
    FormerMembers();
    ~FormerMembers();

    FormerMembers(const FormerMembers&) = delete;
    FormerMembers& operator=(const FormerMembers&) = delete;

    /// The next one gets a token for the broker, and leaves. Throws std::runtime_error if there is no database for
    /// that, or nobody any more.
    void leave();

    /// Starts the broker, which does not run. Whoever has left by now must not be let in from now on.
    void start_broker();

    /// Waits until all who are to try have done so that many times more. False if that takes too long.
    bool wait_for_tries(std::size_t count);

    /// Who was let in by a broker that started after they had left, in words. Each is told once.
    std::vector<std::string> let_in() const;

    /// Waits until those who stayed can listen, and none of those who left can. False if that takes too long.
    bool wait_until_well() const;

  private:
    struct FormerMember {
        BrokerLogin login;
        Moment left_at;
    };

    void try_to_listen(const FormerMember& member, Moment broker_started_at);

    Chat chat_;
    BrokerLogin stays_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<FormerMember> left_;
    /// How many of them had left when the broker started.
    std::size_t shut_out_ = 0;
    Moment broker_started_at_;
    std::size_t tries_ = 0;
    /// By user.
    std::map<std::string, std::string> let_in_;
    std::jthread thread_;
};

}  // namespace likes::test
