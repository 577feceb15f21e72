#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
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

    /// The database has been killed just now.
    void database_died();
    std::vector<Moment> deaths_of_the_database() const;

    /// A client got an answer that must not be, and makes no more calls.
    void fail(std::exception_ptr reason);

    /// Waits until `count` more calls than now are acknowledged. False if that takes too long. Throws the reason if a
    /// client failed.
    bool wait_for_more(std::size_t count);

    /// The same for calls that were ambiguous.
    bool wait_for_refusals(std::size_t count);

  private:
    template <class Condition>
    bool wait_until(std::unique_lock<std::mutex>& lock, const Condition& condition);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Call> calls_;
    std::vector<Moment> deaths_;
    std::size_t acknowledged_ = 0;
    std::exception_ptr failure_;
};

}  // namespace likes::test
