#include "service/outbox_cleaner.hpp"

#include <algorithm>
#include <chrono>

#include "log/log.hpp"
#include "store/faults.hpp"

namespace likes::service {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
/// Rows of one transaction.
constexpr std::size_t kBatchMax = 1000;
/// More than that is left to the relay.
constexpr std::size_t kBacklogMax = 100'000;

}  // namespace

OutboxCleaner::OutboxCleaner(store::Outbox outbox, TakeAcknowledged take)
    : outbox_{std::move(outbox)}, take_{std::move(take)}, thread_{[this] { run(); }} {}

OutboxCleaner::~OutboxCleaner() {
    finish();
}

void OutboxCleaner::finish() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_requested_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void OutboxCleaner::run() {
    std::unique_lock lock{mutex_};
    while (!stop_requested_.wait_for(lock, kInterval, [this] { return stopping_; })) {
        lock.unlock();
        clean();
        lock.lock();
    }
    lock.unlock();
    clean();
}

void OutboxCleaner::clean() {
    const auto more = take_();
    ids_.insert(ids_.end(), more.begin(), more.end());
    if (ids_.size() > kBacklogMax) ids_.erase(ids_.begin(), ids_.end() - kBacklogMax);
    try {
        while (!ids_.empty()) {
            const auto rest = ids_.end() - static_cast<std::ptrdiff_t>(std::min(ids_.size(), kBatchMax));
            outbox_.settle({rest, ids_.end()});
            ids_.erase(rest, ids_.end());
        }
    } catch (const store::Unavailable&) {
        // The rows stay until the database is back; should this process end before, the relay publishes them again.
    } catch (const std::exception& error) {
        log::error("the outbox cannot be tidied", {{"error", error.what()}});
    }
}

}  // namespace likes::service
