#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "support/api.hpp"
#include "support/chat.hpp"

namespace likes::test {

using Moment = std::chrono::steady_clock::time_point;

enum class Ask { kPut, kTakeBack, kRead };

/// A call of a client, and what came of it.
struct Call {
    std::string user;
    Subject subject;
    Ask ask;
    Moment begun;
    Moment ended;
    /// The state it was answered with. Nullopt: the connection was lost or the answer was 5xx, so it may have happened
    /// or not.
    std::optional<LikeState> answer = std::nullopt;
};

/// Everything that clients asked and were answered. Thread-safe.
class History {
  public:
    void add(Call call);

    std::vector<Call> calls() const;
    std::size_t acknowledged() const;
    std::size_t ambiguous() const;

    /// How long the slowest of the ambiguous calls took.
    std::chrono::milliseconds slowest_refusal() const;

    /// Waits until `count` more calls than now are acknowledged. False if that takes too long.
    bool wait_for_more(std::size_t count);

    /// Waits until `count` more calls than now have come to nothing, for all that the client knows.
    bool wait_for_refusals(std::size_t count);

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Call> calls_;
    std::size_t acknowledged_ = 0;
};

}  // namespace likes::test
