#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "caller.hpp"
#include "companion.hpp"
#include "figures.hpp"
#include "poller.hpp"
#include "support/tcp_connection.hpp"

namespace likes::bench {

/// Clients that send the headers of a request line by line and never get to their end (slowloris).
class SlowClients final : public Companion {
  public:
    SlowClients(int port, std::size_t count);

    void run(StopRequest& stop) override;

  private:
    /// Each sends a line, and comes again if the server has lost its patience.
    void send_a_little();

    int port_;
    std::vector<std::unique_ptr<test::TcpConnection>> connections_;
};

/// Calls on schedule, whatever becomes of those before. Bounded: while too many are unanswered, none are made.
class PacedCalls final : public Companion {
  public:
    /// `text(i)` is that of the call with the number i, HTTP and all.
    PacedCalls(int port, std::size_t calls_per_second, std::function<std::string(std::size_t)> text);

    void run(StopRequest& stop) override;

    /// When it has run: calls that were answered with that status.
    double per_second(int status) const;
    /// All others.
    double count_but(std::initializer_list<int> statuses) const;
    /// From when a call was due to its answer.
    const Durations& durations() const { return durations_; }

  private:
    std::size_t calls_per_second_;
    std::function<std::string(std::size_t)> text_;
    Poller poller_;
    Caller caller_;
    std::map<int, std::size_t> answers_;
    Durations durations_;
    double seconds_ = 0;
};

}  // namespace likes::bench
