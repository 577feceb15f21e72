#include "publishing/publisher.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <new>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

/// Messages that the broker has not answered; events beyond this number are left to the relay. Memory must not grow
/// while the broker is slow. Also, a message in flight has a number of 16 bits: this bound leaves most of them free,
/// so that none is used twice at the same time.
constexpr std::size_t kUnansweredMax = 10'000;
/// Acknowledged events that are kept until take_acknowledged() is called.
constexpr std::size_t kAcknowledgedMax = 100'000;

int make_event_fd() {
    const int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    return descriptor;
}

}  // namespace

Publisher::Publisher() : wakes_{make_event_fd()} {}

Publisher::~Publisher() {
    close(wakes_);
}

void Publisher::publish(std::vector<Event> events) noexcept {
    if (events.empty()) return;
    if (!enqueue(events)) runtime::counters().events_not_sent.add(events.size());
}

bool Publisher::publish(const std::string& topic, std::string payload) {
    return enqueue(Text{topic, std::move(payload)});
}

bool Publisher::publish_once(std::uint64_t connection, const std::string& topic, std::string payload) {
    if (this->connection() != connection) return false;
    return enqueue(Text{topic, std::move(payload), connection});
}

bool Publisher::is_open() const {
    return connected_ && unanswered_ < kUnansweredMax;
}

bool Publisher::enqueue(std::vector<Event>& events) noexcept {
    bool was_empty = false;
    try {
        const std::lock_guard lock{mutex_};
        if (!is_open()) return false;
        was_empty = queue_.empty();
        queue_.insert(queue_.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
        unanswered_ += events.size();
    } catch (const std::bad_alloc&) {
        return false;
    }
    // Whoever found the queue filled comes before the client has taken it, and need not wake it.
    if (was_empty) wake_up();
    return true;
}

bool Publisher::enqueue(Text text) {
    bool was_empty = false;
    {
        const std::lock_guard lock{mutex_};
        if (!is_open()) return false;
        was_empty = queue_.empty();
        queue_.emplace_back(std::move(text));
        ++unanswered_;
    }
    if (was_empty) wake_up();
    return true;
}

std::vector<PublishedEvent> Publisher::take_acknowledged() {
    const std::lock_guard lock{mutex_};
    return std::exchange(acknowledged_, {});
}

std::size_t Publisher::take_failures() {
    const std::lock_guard lock{mutex_};
    return std::exchange(failures_, 0);
}

bool Publisher::is_connected() const {
    const std::lock_guard lock{mutex_};
    return connected_;
}

std::uint64_t Publisher::connection() const {
    const std::lock_guard lock{mutex_};
    return connection_;
}

bool Publisher::wait_until_answered(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return all_answered_.wait_for(lock, patience, [this] { return unanswered_ == 0; });
}

void Publisher::drain(std::chrono::milliseconds patience) {
    if (!wait_until_answered(patience)) log::warning("unacknowledged events are left to the relay");
}

void Publisher::wake_up() const {
    eventfd_write(wakes_, 1);
}

void Publisher::sleep() const {
    eventfd_t wake_ups = 0;
    eventfd_read(wakes_, &wake_ups);
}

std::vector<Message> Publisher::take() {
    const std::lock_guard lock{mutex_};
    sleep();
    return std::exchange(queue_, {});
}

void Publisher::leave(Ended ended) {
    const std::lock_guard lock{mutex_};
    const auto room = kAcknowledgedMax - std::min(acknowledged_.size(), kAcknowledgedMax);
    const auto kept =
        ended.acknowledged.begin() + static_cast<std::ptrdiff_t>(std::min(ended.acknowledged.size(), room));
    std::move(ended.acknowledged.begin(), kept, std::back_inserter(acknowledged_));
    failures_ += ended.failures;
    unanswered_ -= ended.messages;
    if (unanswered_ == 0) all_answered_.notify_all();
}

void Publisher::connection_began() {
    const std::lock_guard lock{mutex_};
    ++connection_;
    if (!std::exchange(connected_, true)) runtime::counters().broker_connections.add(1);
    if (!queue_.empty()) wake_up();
}

bool Publisher::connection_ended() {
    const std::lock_guard lock{mutex_};
    const bool was_connected = std::exchange(connected_, false);
    if (was_connected) runtime::counters().broker_connections.add(-1);
    return was_connected;
}

}  // namespace likes::publishing
