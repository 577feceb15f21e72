#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "faults/checker.hpp"
#include "faults/history.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/subscriber.hpp"

namespace likes::test {

/// What a member reads after having been away: the changes since the last time, or since this object was made.
class CatchUp {
  public:
    explicit CatchUp(const Chat& chat) : CatchUp{chat, chat.members().front()} {}
    CatchUp(const Chat& chat, const std::string& user);

    const std::string& user() const { return caller_.user(); }

    /// After these events were heard.
    void read(const std::vector<LikeEvent>& heard = {});

    /// What was read so far.
    const std::map<Subject, std::vector<Hearing::State>>& states() const { return states_; }

  private:
    const Chat& chat_;
    Caller caller_;
    std::string cursor_;
    std::map<Subject, std::vector<Hearing::State>> states_;
};

/// A member's device that follows the rules of the contract: it listens, and when it has lost the broker and found it
/// again, it reads what changed since it was there last.
class Listener {
  public:
    explicit Listener(const Chat& chat) : Listener{chat, chat.members().front()} {}
    Listener(const Chat& chat, const std::string& user) : catch_up_{chat, user}, subscriber_{chat, user} {}

    Subscriber& subscriber() { return subscriber_; }

    /// From now on it does not claim to have heard of every change.
    void catch_up();

    Hearing hearing() const;

  private:
    // Before the subscription, so that nothing falls in between.
    CatchUp catch_up_;
    Subscriber subscriber_;
    bool heard_everything_ = true;
};

/// Waits until the broker has everything and the listener has heard how it all ended.
void wait_until_told(const Chat& chat, Listener& listener);

/// Waits until the outbox is empty and everything has arrived, reads every message once more, checks, reports the
/// figures under `faults` (what was done to the service), and fails the case for each finding.
void check_evidence(const Chat& chat, const History& history, const std::function<std::vector<Hearing>()>& hearings,
                    const std::string& faults, std::chrono::milliseconds lateness = std::chrono::milliseconds{0});

/// The same with one listener.
void check_evidence(const Chat& chat, const History& history, const Listener& listener, const std::string& faults);

}  // namespace likes::test
