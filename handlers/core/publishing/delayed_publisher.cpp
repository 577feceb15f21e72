#include "publishing/delayed_publisher.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

/// Events of one transaction.
constexpr std::size_t kPublishedAtOnce = 64;
/// Events beyond this number are left to the relay.
constexpr std::size_t kPendingMax = 100'000;

}  // namespace

DelayedPublisher::DelayedPublisher(std::unique_ptr<store::DueEvents> due_events, Clock clock, SteadyClock steady_clock,
                                   std::chrono::microseconds interval, Publisher& publisher)
    : due_events_{std::move(due_events)},
      clock_{std::move(clock)},
      steady_clock_{std::move(steady_clock)},
      longest_wait_{interval + kClocksDiffer},
      publisher_{publisher},
      thread_{[this] { run(); }} {}

DelayedPublisher::~DelayedPublisher() {
    finish();
}

void DelayedPublisher::schedule(const std::vector<PendingEvent>& events) noexcept {
    if (events.empty()) return;
    if (!add(events)) runtime::counters().events_not_sent.add(events.size());
    changed_.notify_all();
}

bool DelayedPublisher::add(const std::vector<PendingEvent>& events) noexcept {
    const std::lock_guard lock{mutex_};
    if (pending_.size() >= kPendingMax) return false;
    try {
        const Time now = clock_();
        const SteadyTime steady_now = steady_clock_();
        for (const auto& event : events) {
            if (scheduled_.contains(event.target)) continue;
            const auto wait = std::clamp<std::chrono::microseconds>(event.due - now, {}, longest_wait_);
            pending_.emplace(steady_now + wait, event);
            // After it is pending: a target that is scheduled and not pending would never be scheduled again.
            scheduled_.insert(event.target);
        }
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

void DelayedPublisher::finish() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void DelayedPublisher::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_ || !pending_.empty()) {
        if (pending_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto due = take_due(steady_clock_());
        if (due.empty()) {
            changed_.wait_for(lock, pending_.begin()->first - steady_clock_());
            continue;
        }
        lock.unlock();
        publish_due(due);
        lock.lock();
    }
}

std::vector<PendingEvent> DelayedPublisher::take_due(SteadyTime now) {
    std::vector<PendingEvent> due;
    while (!pending_.empty() && pending_.begin()->first <= now && due.size() < kPublishedAtOnce) {
        due.push_back(std::move(pending_.begin()->second));
        pending_.erase(pending_.begin());
        scheduled_.erase(due.back().target);
    }
    return due;
}

void DelayedPublisher::publish_due(const std::vector<PendingEvent>& due) {
    try {
        auto [events, delayed] = due_events_->take_due(due);
        publisher_.publish(std::move(events));
        schedule(delayed);
    } catch (const std::exception& fault) {
        log::warning("delayed events are left to the relay", {{"error", fault.what()}});
    }
}

}  // namespace likes::publishing
