#include "faults/history.hpp"

#include <algorithm>
#include <utility>

#include "support/patience.hpp"

namespace likes::test {

void History::add(Call call) {
    const std::lock_guard lock{mutex_};
    if (call.answer) ++acknowledged_;
    calls_.push_back(std::move(call));
    changed_.notify_all();
}

std::vector<Call> History::calls() const {
    const std::lock_guard lock{mutex_};
    return calls_;
}

std::size_t History::acknowledged() const {
    const std::lock_guard lock{mutex_};
    return acknowledged_;
}

std::size_t History::ambiguous() const {
    const std::lock_guard lock{mutex_};
    return calls_.size() - acknowledged_;
}

std::chrono::milliseconds History::slowest_refusal() const {
    const std::lock_guard lock{mutex_};
    std::chrono::milliseconds slowest{0};
    for (const auto& call : calls_) {
        if (call.answer) continue;
        slowest = std::max(slowest, std::chrono::ceil<std::chrono::milliseconds>(call.ended - call.begun));
    }
    return slowest;
}

void History::database_died() {
    const std::lock_guard lock{mutex_};
    deaths_.push_back(std::chrono::steady_clock::now());
}

std::vector<Moment> History::deaths_of_the_database() const {
    const std::lock_guard lock{mutex_};
    return deaths_;
}

void History::fail(std::exception_ptr reason) {
    const std::lock_guard lock{mutex_};
    failure_ = std::move(reason);
    changed_.notify_all();
}

bool History::wait_for_more(std::size_t count) {
    std::unique_lock lock{mutex_};
    const std::size_t wanted = acknowledged_ + count;
    return wait_until(lock, [&] { return acknowledged_ >= wanted; });
}

bool History::wait_for_refusals(std::size_t count) {
    std::unique_lock lock{mutex_};
    const std::size_t wanted = calls_.size() - acknowledged_ + count;
    return wait_until(lock, [&] { return calls_.size() - acknowledged_ >= wanted; });
}

template <class Condition>
bool History::wait_until(std::unique_lock<std::mutex>& lock, const Condition& condition) {
    const bool in_time = changed_.wait_for(lock, kPatience, [&] { return failure_ || condition(); });
    if (failure_) std::rethrow_exception(failure_);
    return in_time;
}

}  // namespace likes::test
