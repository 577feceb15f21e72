#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "outbound/request.hpp"

namespace likes::outbound {

/// What another server has answered.
struct Answer {
    /// Of HTTP; 0: there was none, by a timeout, TLS, or a connection that failed.
    int status = 0;
    /// The first Client::kAnswerMax bytes.
    std::string body = {};
    /// The header Retry-After; empty if there is none.
    std::string retry_after = {};
    /// Every address of the host was one to which nothing is sent. There was no connection.
    bool was_refused = false;
    /// From the start to the end of the answer.
    std::chrono::milliseconds took{0};
};

struct Finished {
    /// As it was given to start().
    std::uint64_t id = 0;
    Answer answer;
};

/// Sends requests to servers of others, many at the same time. One thread uses it. An interface, so that a test needs
/// no network.
class Client {
  public:
    /// Of an answer so much is read.
    static constexpr std::size_t kAnswerMax = 4096;

    virtual ~Client() = default;

    /// Begins with a request. `id` is none that is under way.
    virtual void start(std::uint64_t id, const Request& request) = 0;

    /// Those that have ended since the last call. Waits for the first as long as `patience`, if any is under way.
    virtual std::vector<Finished> finished(std::chrono::milliseconds patience) = 0;
};

}  // namespace likes::outbound
