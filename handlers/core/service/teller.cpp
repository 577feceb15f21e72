#include "service/teller.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "log/log.hpp"

namespace likes::service {
namespace {

/// Subjects of one transaction.
constexpr std::size_t kBatchMax = 64;
/// More than that is left to the relay.
constexpr std::size_t kRemindersMax = 100'000;

}  // namespace

Teller::Teller(store::LikeWriter writer, Clock clock, Publish publish)
    : writer_{std::move(writer)}, clock_{std::move(clock)}, publish_{std::move(publish)}, thread_{[this] { run(); }} {}

Teller::~Teller() {
    finish();
}

void Teller::remind(const std::vector<Reminder>& reminders) {
    if (reminders.empty()) return;
    {
        const std::lock_guard lock{mutex_};
        if (reminders_.size() >= kRemindersMax) return;
        for (const auto& reminder : reminders) reminders_.try_emplace(reminder.subject, reminder);
    }
    changed_.notify_all();
}

void Teller::finish() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Teller::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_ || !reminders_.empty()) {
        if (reminders_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto due = take_due(clock_());
        if (due.empty()) {
            const auto next = std::min_element(reminders_.begin(), reminders_.end(), [](const auto& a, const auto& b) {
                                  return a.second.due < b.second.due;
                              })->second.due;
            changed_.wait_for(lock, next - clock_());
            continue;
        }
        lock.unlock();
        tell(due);
        lock.lock();
    }
}

std::vector<Reminder> Teller::take_due(Time now) {
    std::vector<Reminder> due;
    for (auto reminder = reminders_.begin(); reminder != reminders_.end() && due.size() < kBatchMax;) {
        if (reminder->second.due <= now) {
            due.push_back(reminder->second);
            reminder = reminders_.erase(reminder);
        } else {
            ++reminder;
        }
    }
    return due;
}

void Teller::tell(const std::vector<Reminder>& due) {
    try {
        auto written = writer_.tell(due);
        publish_(std::move(written.events));
        remind(written.later);
    } catch (const std::exception& fault) {
        log::warning("events are left to the relay", {{"error", fault.what()}});
    }
}

}  // namespace likes::service
