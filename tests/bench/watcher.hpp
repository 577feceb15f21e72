#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "audience.hpp"
#include "companion.hpp"
#include "figures.hpp"
#include "poller.hpp"

namespace likes::bench {

/// A subscriber of one message on the main instance, while somebody else makes calls about it.
class Watcher final : public Companion {
  public:
    /// Has subscribed when this is made.
    Watcher(std::size_t chat, std::size_t message);

    /// When it is asked to stop, it waits until nothing changes any more.
    void run(StopRequest& stop) override;

    /// When it has run: `events_per_second`, `events_in_worst_second`, `versions_missing` that it has never heard of,
    /// and `settled_ms`, the time from the last call to the last event that brought something new.
    Values values() const;

  private:
    void hear(const test::Delivered& delivered);
    void wait_for_newest();
    std::uint64_t version_now() const;

    std::size_t chat_;
    std::size_t message_;
    Poller poller_;
    Audience audience_;

    std::size_t events_ = 0;
    SteadyTime first_at_;
    SteadyTime last_at_;
    /// The events of the last second, and the most that there were in any.
    std::deque<SteadyTime> last_second_;
    std::size_t most_in_second_ = 0;

    std::uint64_t newest_ = 0;
    SteadyTime newest_at_;
    SteadyTime end_;
    /// What the message has come to in the end.
    std::uint64_t version_ = 0;
};

}  // namespace likes::bench
