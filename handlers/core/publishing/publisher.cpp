#include "publishing/publisher.hpp"

#include <iterator>
#include <new>
#include <utility>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

/// Events beyond this number are left to the relay, because memory must not grow while the broker is slow.
constexpr std::size_t kQueueMax = 10'000;

}  // namespace

Publisher::Publisher(Broker& broker) : delivery_{broker}, thread_{[this] { run(); }} {}

Publisher::~Publisher() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Publisher::publish(std::vector<Event> events) noexcept {
    if (events.empty()) return;
    if (!enqueue(events)) runtime::counters().events_not_sent.add(events.size());
    changed_.notify_all();
}

bool Publisher::enqueue(std::vector<Event>& events) noexcept {
    const std::lock_guard lock{mutex_};
    if (queue_.size() >= kQueueMax) return false;
    try {
        queue_.insert(queue_.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

void Publisher::drain(std::chrono::milliseconds patience) {
    {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, patience, [this] { return queue_.empty() && !sending_; });
    }
    if (!delivery_.wait_until_answered(patience)) log::warning("unacknowledged events are left to the relay");
}

void Publisher::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        const auto events = std::exchange(queue_, {});
        sending_ = true;
        lock.unlock();
        for (const auto& event : events) delivery_.send(event);
        lock.lock();
        sending_ = false;
        if (queue_.empty()) changed_.notify_all();
    }
}

}  // namespace likes::publishing
