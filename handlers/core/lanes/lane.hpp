#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "lanes/crew.hpp"
#include "runtime/counters.hpp"

namespace likes::lanes {

struct Limits {
    /// Items of one batch; 1 or more.
    std::size_t batch_max = 64;
    /// How many items may wait.
    std::size_t queue_max = 1024;
    /// How long an item may wait for its batch.
    std::chrono::milliseconds patience{1500};
};

struct Settings {
    /// Number of lanes, and so of batches that are executed at the same time; 1 or more.
    std::size_t count;
    Limits limits;
};

/// Group commit: items that wait here are executed together, as one batch. It is the writer queue of LevelDB
/// (db/db_impl.cc), without writers that wait: the thread that leads takes all waiting items, executes them, and then
/// takes those that have arrived meanwhile. So there is no timer and no added latency when idle, and the batches grow
/// with the load.
///
/// `Executor` has a type `Item`, and `void execute(std::vector<Item>& batch)`, which answers each item and does not
/// throw. It is called by one thread at a time, which makes whatever it uses (a database connection) the lane's own.
template <class Executor>
class Lane final : public Duty {
  public:
    using Item = typename Executor::Item;

    Lane(const Limits& limits, Executor executor) : limits_{limits}, executor_{std::move(executor)} {}

    /// Takes the item; a thread of the crew will soon lead. False, and the item is left unchanged, if too many items
    /// wait; unchanged as well if it throws std::bad_alloc. From any thread.
    [[nodiscard]] bool try_add(Item& item) {
        const std::lock_guard lock{mutex_};
        if (queue_.size() >= limits_.queue_max) {
            runtime::counters().lane_queue_full.add();
            return false;
        }
        // Made in its place, so that the item is still the caller's if there is no memory for the place.
        queue_.emplace_back(std::move(item), std::chrono::steady_clock::now() + limits_.patience);
        waiting_ = queue_.size();
        runtime::counters().lane_queue.add(1);
        return true;
    }

    bool is_due() const override { return waiting_ > 0; }

    /// Leads: executes batches until no item waits.
    void perform() noexcept override {
        for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) executor_.execute(batch);
    }

    /// Removes the items that have waited for too long, and returns them. They are never executed. From any thread.
    std::vector<Item> take_late() {
        const auto now = std::chrono::steady_clock::now();
        std::vector<Item> late;
        const std::lock_guard lock{mutex_};
        while (!queue_.empty() && queue_.front().deadline <= now) late.push_back(take_first());
        if (!late.empty()) runtime::counters().lane_too_late.add(late.size());
        return late;
    }

  private:
    struct Waiting {
        Waiting(Item&& added, std::chrono::steady_clock::time_point until) : item{std::move(added)}, deadline{until} {}

        Item item;
        std::chrono::steady_clock::time_point deadline;
    };

    std::vector<Item> take_batch() {
        std::vector<Item> batch;
        const std::lock_guard lock{mutex_};
        while (!queue_.empty() && batch.size() < limits_.batch_max) batch.push_back(take_first());
        return batch;
    }

    /// REQUIRES: mutex_ is held.
    Item take_first() {
        Item first = std::move(queue_.front().item);
        queue_.pop_front();
        waiting_ = queue_.size();
        runtime::counters().lane_queue.add(-1);
        return first;
    }

    const Limits limits_;
    Executor executor_;
    std::mutex mutex_;
    /// In the order of the deadlines, because the patience is the same for all.
    std::deque<Waiting> queue_;
    std::atomic<std::size_t> waiting_ = 0;
};

}  // namespace likes::lanes
