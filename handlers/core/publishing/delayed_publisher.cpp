#include "publishing/delayed_publisher.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

/// Events of one transaction.
constexpr std::size_t kBatchMax = 64;
/// Events beyond this number are left to the relay.
constexpr std::size_t kPendingMax = 100'000;

}  // namespace

DelayedPublisher::DelayedPublisher(std::unique_ptr<store::DueEvents> due_events, Clock clock, Publisher& publisher)
    : due_events_{std::move(due_events)}, clock_{std::move(clock)}, publisher_{publisher}, thread_{[this] { run(); }} {}

DelayedPublisher::~DelayedPublisher() {
    finish();
}

void DelayedPublisher::schedule(const std::vector<PendingEvent>& events) {
    if (events.empty()) return;
    {
        const std::lock_guard lock{mutex_};
        if (pending_.size() >= kPendingMax) {
            runtime::counters().events_not_sent.add(events.size());
            return;
        }
        for (const auto& event : events) pending_.try_emplace(event.target, event);
    }
    changed_.notify_all();
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
        const auto due = take_due(clock_());
        if (due.empty()) {
            const auto next = std::min_element(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) {
                                  return a.second.due < b.second.due;
                              })->second.due;
            changed_.wait_for(lock, next - clock_());
            continue;
        }
        lock.unlock();
        publish_due(due);
        lock.lock();
    }
}

std::vector<PendingEvent> DelayedPublisher::take_due(Time now) {
    std::vector<PendingEvent> due;
    for (auto event = pending_.begin(); event != pending_.end() && due.size() < kBatchMax;) {
        if (event->second.due <= now) {
            due.push_back(event->second);
            event = pending_.erase(event);
        } else {
            ++event;
        }
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
