#include "events/publisher.hpp"

#include <utility>

namespace likes::events {

Publisher::Publisher(mqtt::ClientSettings broker, Clock clock)
    : clock_{std::move(clock)}, delivery_{std::move(broker)}, thread_{[this] { run(); }} {}

Publisher::~Publisher() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_.notify_all();
    thread_.join();
}

void Publisher::offer(Event event) {
    {
        const std::lock_guard lock{mutex_};
        conflator_.add(std::move(event));
    }
    work_.notify_one();
}

std::optional<Time> Publisher::turn_of(const Subject& subject) const {
    const std::lock_guard lock{mutex_};
    return conflator_.turn_of(subject);
}

void Publisher::drain(std::chrono::milliseconds patience) {
    std::vector<Event> rest;
    {
        const std::lock_guard lock{mutex_};
        rest = conflator_.take_all();
    }
    send(rest);
    delivery_.wait_until_answered(patience);
}

void Publisher::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        const auto due = conflator_.take_due(clock_());
        if (!due.empty()) {
            lock.unlock();
            send(due);
            lock.lock();
        } else if (const auto turn = conflator_.next_turn()) {
            work_.wait_for(lock, *turn - clock_());
        } else {
            work_.wait(lock);
        }
    }
}

void Publisher::send(const std::vector<Event>& events) {
    for (const auto& event : events) delivery_.send(event);
}

}  // namespace likes::events
