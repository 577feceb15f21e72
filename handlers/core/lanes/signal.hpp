#pragma once

#include <cerrno>
#include <chrono>
#include <ctime>
#include <system_error>

#include <semaphore.h>

namespace likes::lanes {

/// Wakes one thread once. A semaphore of POSIX, because it neither spins, as std::binary_semaphore does, nor has the
/// woken thread take a lock first, as a condition variable does.
class Signal {
  public:
    Signal() {
        if (sem_init(&semaphore_, 0, 0) != 0) throw std::system_error{errno, std::generic_category(), "sem_init"};
    }
    ~Signal() { sem_destroy(&semaphore_); }
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    /// Once wait() has returned, the signal may be destroyed, even if this call has not returned yet.
    void send() { sem_post(&semaphore_); }

    void wait() {
        while (sem_wait(&semaphore_) != 0) {
        }
    }

    /// False if the signal was not sent before `deadline`.
    bool wait_until(std::chrono::steady_clock::time_point deadline) {
        using std::chrono::nanoseconds;
        using std::chrono::seconds;
        const auto since = deadline.time_since_epoch();
        const auto whole = std::chrono::floor<seconds>(since);
        const timespec until{whole.count(), nanoseconds{since - whole}.count()};
        int fault = 0;
        do {
            fault = sem_clockwait(&semaphore_, CLOCK_MONOTONIC, &until) == 0 ? 0 : errno;
        } while (fault == EINTR);
        return fault == 0;
    }

  private:
    sem_t semaphore_{};
};

}  // namespace likes::lanes
