#pragma once

#include <chrono>
#include <functional>
#include <thread>

/// What a program does again and again, whether or not requests arrive.
namespace likes::service {

/// Does `work` once. A failure is logged, and the next round tries again.
void attempt(const char* what, const std::function<void()>& work);

/// Does `work` every `interval` in a thread of its own, until it is destroyed, which waits for the round that is under
/// way. An interval of 0: never. `what` is a literal, for the log.
class Periodic {
  public:
    Periodic(const char* what, std::chrono::milliseconds interval, std::function<void()> work);

  private:
    std::jthread thread_;
};

}  // namespace likes::service
