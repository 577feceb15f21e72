#include "publishing/outbox_cleaner.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>

#include "database/errors.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
/// Events of one transaction.
constexpr std::size_t kSettledAtOnce = 1000;
/// Events beyond this number are left to the relay.
constexpr std::size_t kBacklogMax = 100'000;

}  // namespace

OutboxCleaner::OutboxCleaner(std::unique_ptr<PublishedEvents> outbox, Publisher& publisher)
    : outbox_{std::move(outbox)}, publisher_{publisher}, thread_{[this] { run(); }} {}

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
    auto more = publisher_.take_acknowledged();
    published_.insert(published_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    if (published_.size() > kBacklogMax) published_.erase(published_.begin(), published_.end() - kBacklogMax);
    try {
        while (!published_.empty()) {
            const auto batch = std::span{published_}.last(std::min(published_.size(), kSettledAtOnce));
            outbox_->settle(batch);
            published_.erase(published_.end() - static_cast<std::ptrdiff_t>(batch.size()), published_.end());
        }
    } catch (const database::Unavailable&) {
        // The rows stay until the database is back. If this process ends before that, the relay publishes them again.
    } catch (const std::exception& error) {
        log::error("published events cannot be deleted from the outbox", {{"error", error.what()}});
    }
}

}  // namespace likes::publishing
