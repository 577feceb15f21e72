#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "lanes/signal.hpp"
#include "metrics/process.hpp"

namespace likes::lanes {

/// More is asked for than can be done in time. Nothing was done.
class Overloaded : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Limits {
    /// Items of one batch; 1 or more.
    std::size_t batch_max = 64;
    /// Items that may wait; the next one is refused at once.
    std::size_t queue_max = 1024;
};

/// Turns the items of many threads into batches of one thread at a time: the writer queue of LevelDB (db/db_impl.cc).
/// The thread whose item is first in the queue leads: it takes everything that waits, executes it as one batch, and
/// hands each its own result. So there is no timer, no added latency when idle, and the batches grow with the load.
///
/// `submit` may be called from any thread; `execute` runs in the thread of one of them, never twice at a time, which
/// makes whatever it uses (a database connection) the lane's own.
template <class Item, class Result>
class GroupCommit {
  public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    /// Answers every item of the batch, in order. What it throws, every item of the batch gets.
    using Execute = std::function<std::vector<Result>(std::span<const Item>)>;

    GroupCommit(Limits limits, Execute execute) : limits_{limits}, execute_{std::move(execute)} {}

    /// Executes `item` in some batch and returns its result. Throws Overloaded if the queue is full, or if no batch
    /// took the item before `deadline`; and what `execute` threw.
    Result submit(Item item, SteadyTime deadline) {
        Waiter self{std::move(item)};
        bool leads = false;
        {
            const std::lock_guard lock{mutex_};
            if (queue_.size() >= limits_.queue_max) {
                metrics::here().lane_queue_full.add();
                throw Overloaded{"the lane's queue is full"};
            }
            queue_.push_back(&self);
            metrics::here().lane_queue.add(1);
            leads = !std::exchange(has_leader_, true);
        }
        if (!leads) {
            if (!self.woken.wait_until(deadline)) wait_late(self);
            leads = self.fate.load(std::memory_order_acquire) == Fate::kLeads;
        }
        if (leads) lead();
        if (self.fault) std::rethrow_exception(self.fault);
        return std::move(*self.result);
    }

  private:
    enum class Fate { kWaits, kLeads, kTaken, kSettled };

    /// An item and its thread. The fate changes under the lock, but for the last time, after which it is the thread's
    /// own again.
    struct Waiter {
        explicit Waiter(Item i) : item{std::move(i)} {}

        Item item;
        Signal woken;
        std::atomic<Fate> fate = Fate::kWaits;
        std::optional<Result> result;
        std::exception_ptr fault;
    };

    /// The deadline has passed. An item that is taken is as good as done: its batch ends in bounded time, and only then
    /// is its fate known. One that is not leaves the queue.
    void wait_late(Waiter& self) {
        {
            const std::lock_guard lock{mutex_};
            const Fate fate = self.fate;
            if (fate == Fate::kWaits || fate == Fate::kLeads) {
                std::erase(queue_, &self);
                metrics::here().lane_queue.add(-1);
                metrics::here().lane_too_late.add();
                if (fate == Fate::kLeads) appoint_leader();
                throw Overloaded{"no batch took the item in time"};
            }
        }
        self.woken.wait();
    }

    /// Executes one batch, of which the calling thread's item is the first. Who leads the next one is woken before the
    /// others, so that the lane stands still as briefly as can be.
    void lead() {
        const std::vector<Waiter*> batch = take_batch();
        settle(batch);
        {
            const std::lock_guard lock{mutex_};
            appoint_leader();
        }
        // The first is this thread. The others may be gone as soon as they are woken.
        for (std::size_t i = 1; i < batch.size(); ++i) {
            batch[i]->fate.store(Fate::kSettled, std::memory_order_release);
            batch[i]->woken.send();
        }
    }

    std::vector<Waiter*> take_batch() {
        const std::lock_guard lock{mutex_};
        std::vector<Waiter*> batch;
        while (!queue_.empty() && batch.size() < limits_.batch_max) {
            batch.push_back(queue_.front());
            batch.back()->fate = Fate::kTaken;
            queue_.pop_front();
        }
        metrics::here().lane_queue.add(-static_cast<std::int64_t>(batch.size()));
        metrics::here().batch_requests.observe(batch.size());
        return batch;
    }

    void settle(const std::vector<Waiter*>& batch) {
        std::vector<Item> items;
        items.reserve(batch.size());
        for (Waiter* waiter : batch) items.push_back(std::move(waiter->item));
        try {
            std::vector<Result> results = execute_(items);
            if (results.size() != batch.size()) throw std::logic_error{"a batch was not answered item by item"};
            for (std::size_t i = 0; i < batch.size(); ++i) batch[i]->result.emplace(std::move(results[i]));
        } catch (...) {
            for (Waiter* waiter : batch) waiter->fault = std::current_exception();
        }
    }

    /// The caller holds the lock, and leads no longer.
    void appoint_leader() {
        has_leader_ = !queue_.empty();
        if (!has_leader_) return;
        queue_.front()->fate = Fate::kLeads;
        queue_.front()->woken.send();
    }

    const Limits limits_;
    const Execute execute_;
    std::mutex mutex_;
    std::deque<Waiter*> queue_;
    /// Somebody executes a batch, or has been told to.
    bool has_leader_ = false;
};

}  // namespace likes::lanes
