#include "service/outbox_cleaner.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>

#include "log/log.hpp"
#include "store/faults.hpp"

namespace likes::service {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
/// Events of one transaction.
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
    auto more = take_();
    told_.insert(told_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    if (told_.size() > kBacklogMax) told_.erase(told_.begin(), told_.end() - kBacklogMax);
    try {
        while (!told_.empty()) {
            const auto batch = std::span{told_}.last(std::min(told_.size(), kBatchMax));
            outbox_.settle(batch);
            told_.resize(told_.size() - batch.size());
        }
    } catch (const store::Unavailable&) {
        // The rows stay until the database is back; should this process end before, the relay publishes them again.
    } catch (const std::exception& error) {
        log::error("the outbox cannot be tidied", {{"error", error.what()}});
    }
}

}  // namespace likes::service
