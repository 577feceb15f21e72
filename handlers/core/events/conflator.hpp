#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "likes/event.hpp"
#include "likes/reaction.hpp"
#include "time/time.hpp"

namespace likes::events {

/// Events that wait for their turn, one per subject: those that come while one waits are absorbed by it. So a message
/// that everybody likes costs its subscribers a few events a second, and the last state always goes out. A value
/// without threads or clocks of its own.
class Conflator {
  public:
    /// An event that tells of that many changes waits no longer.
    static constexpr std::size_t kDeedsMax = 2000;

    void add(Event event);

    /// The events whose turn has come at `now`. They are yours.
    std::vector<Event> take_due(Time now);

    /// Every event, due or not.
    std::vector<Event> take_all();

    /// When the next turn comes; nullopt if nothing waits.
    std::optional<Time> next_turn() const;

    /// The turn that an event about `subject` waits for; nullopt if none waits.
    std::optional<Time> turn_of(const Subject& subject) const;

  private:
    std::unordered_map<Subject, Event> waiting_;
};

}  // namespace likes::events
