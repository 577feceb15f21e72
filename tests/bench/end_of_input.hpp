#pragma once

#include "poller.hpp"

namespace likes::bench {

/// Tells a program that runs beside others when it is to stop: its standard input is closed.
class EndOfInput {
  public:
    /// Watches by `poller`, which must live as long.
    explicit EndOfInput(Poller& poller);

    bool has_come() const { return has_come_; }

  private:
    bool has_come_ = false;
};

}  // namespace likes::bench
