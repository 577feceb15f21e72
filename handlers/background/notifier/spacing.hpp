#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "base/steady_clock.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"

namespace likes::background {

/// Keeps the events about one notice apart: the first goes out at once, the next not before kDistance has passed.
/// Remembers what was sent in memory alone, so a process that has just begun may send one too many.
class Spacing {
  public:
    static constexpr std::chrono::milliseconds kDistance{2000};
    /// How long is remembered what was sent: longer than kDistance, because what was held back is sent a little later.
    static constexpr std::chrono::milliseconds kMemory{10'000};

    /// A recipient and a message.
    using Key = std::pair<UserId, Uuid>;

    /// How long the next event has to wait; 0 if it need not.
    std::chrono::milliseconds wait(const Key& key, SteadyTime now) const;

    /// The sequence number of the last event, if that is remembered.
    std::optional<std::uint64_t> last_sequence(const Key& key) const;

    /// Notes that an event was sent. `now` never goes back.
    void sent(const Key& key, std::uint64_t sequence, SteadyTime now);

    /// Forgets what was sent long ago.
    void forget(SteadyTime now);

    std::size_t size() const { return last_.size(); }

  private:
    struct Sent {
        std::uint64_t sequence;
        SteadyTime at;
    };

    std::map<Key, Sent> last_;
    /// What was sent, in the order of time; of some, something newer is in last_.
    std::deque<std::pair<SteadyTime, Key>> log_;
};

}  // namespace likes::background
