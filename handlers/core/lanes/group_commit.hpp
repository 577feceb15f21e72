#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

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
        std::unique_lock lock{mutex_};
        if (queue_.size() >= limits_.queue_max) throw Overloaded{"the lane's queue is full"};
        queue_.push_back(&self);
        while (!self.settled && (leading_ || queue_.front() != &self)) {
            const bool in_time = self.wake_up.wait_until(lock, deadline) == std::cv_status::no_timeout;
            if (!in_time && !self.taken && !self.settled) {
                std::erase(queue_, &self);
                wake_leader();
                throw Overloaded{"no batch took the item in time"};
            }
            // Once taken, the item is as good as done: its batch ends in bounded time, and only then is its fate known.
            if (self.taken) self.wake_up.wait(lock, [&] { return self.settled; });
        }
        if (!self.settled) lead(lock);
        if (self.fault) std::rethrow_exception(self.fault);
        return std::move(*self.result);
    }

  private:
    struct Waiter {
        explicit Waiter(Item i) : item{std::move(i)} {}

        Item item;
        std::condition_variable wake_up;
        bool taken = false;
        bool settled = false;
        std::optional<Result> result;
        std::exception_ptr fault;
    };

    /// Executes one batch, of which the calling thread's item is the first.
    void lead(std::unique_lock<std::mutex>& lock) {
        leading_ = true;
        const std::vector<Waiter*> batch = take_batch();
        lock.unlock();
        settle(batch);
        lock.lock();
        leading_ = false;
        for (Waiter* waiter : batch) {
            waiter->settled = true;
            waiter->wake_up.notify_one();
        }
        wake_leader();
    }

    std::vector<Waiter*> take_batch() {
        std::vector<Waiter*> batch;
        while (!queue_.empty() && batch.size() < limits_.batch_max) {
            batch.push_back(queue_.front());
            batch.back()->taken = true;
            queue_.pop_front();
        }
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

    void wake_leader() {
        if (!leading_ && !queue_.empty()) queue_.front()->wake_up.notify_one();
    }

    const Limits limits_;
    const Execute execute_;
    std::mutex mutex_;
    std::deque<Waiter*> queue_;
    bool leading_ = false;
};

}  // namespace likes::lanes
