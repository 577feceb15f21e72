#pragma once

#include <cstddef>
#include <exception>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

namespace likes::test {

/// Runs `work(0)` … `work(count - 1)` at the same time, each in a thread, all let go at the same moment. Returns when
/// all have ended; throws what one of them threw.
template <class Work>
void all_at_once(std::size_t count, const Work& work) {
    std::latch start{static_cast<std::ptrdiff_t>(count)};
    std::mutex mutex;
    std::exception_ptr fault;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                try {
                    work(i);
                } catch (...) {
                    const std::lock_guard lock{mutex};
                    fault = std::current_exception();
                }
            });
        }
    }
    if (fault) std::rethrow_exception(fault);
}

/// Runs `crowd(i)` in `count` threads while `disturb` runs in this one. The crowd is to go on until `stop` is
/// requested, which happens when `disturb` has returned.
template <class Crowd, class Disturb>
void meanwhile(std::size_t count, const Crowd& crowd, const Disturb& disturb) {
    std::mutex mutex;
    std::exception_ptr fault;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            threads.emplace_back([&, i](const std::stop_token& stop) {
                try {
                    crowd(i, stop);
                } catch (...) {
                    const std::lock_guard lock{mutex};
                    fault = std::current_exception();
                }
            });
        }
        // Should it throw, the threads are stopped and joined all the same.
        disturb();
    }
    if (fault) std::rethrow_exception(fault);
}

}  // namespace likes::test
