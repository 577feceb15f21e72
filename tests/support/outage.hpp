#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

#include "support/api.hpp"

namespace likes::test {

/// A time in which calls may be answered with 503, and the clients that live through it. Thread-safe.
class Outage {
  public:
    /// Calls until the answer is 200. A client that is told 503 comes again when the outage is over, and from then on
    /// at once. Throws std::runtime_error for any other answer, and when 503 does not end.
    LikeState insist(const std::function<HttpResponse()>& call);

    /// Clients need not wait any more.
    void is_over();

    /// Waits until that many calls were answered with 200. False if that takes too long.
    bool wait_for_answers(std::size_t count);

    /// How many calls were answered with 200 so far.
    std::size_t answers() const;

    /// How many were answered with 503 so far.
    std::size_t refusals() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::size_t answers_ = 0;
    std::size_t refusals_ = 0;
};

}  // namespace likes::test
