#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "lanes/group_commit.hpp"

namespace likes::lanes::test {

/// A lane of numbers and the threads that submit to it. The lane executes a batch only when the test lets it, so the
/// test knows what waits meanwhile. An item's result is its tenfold.
///
/// Whether an item waits in the queue cannot be seen from outside. But a full queue refuses the next one: if one of
/// `queue_max + 1` is refused, the others wait. See fill().
class Crowd {
  public:
    using Lane = GroupCommit<int, int>;
    using Batch = std::vector<int>;
    /// What a batch does once the test lets it. May throw.
    using Work = std::function<std::vector<int>(const Batch&)>;

    explicit Crowd(Limits limits, Work work = tenfold)
        : work_{std::move(work)}, lane_{limits, [this](std::span<const int> items) { return execute(items); }} {}

    /// Lets everything pass that still waits.
    ~Crowd() { open(); }

    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    static std::vector<int> tenfold(const Batch& items) {
        std::vector<int> results;
        for (const int item : items) results.push_back(item * 10);
        return results;
    }

    Lane& lane() { return lane_; }

    /// Submits each item from a thread of its own.
    void submit(const std::vector<int>& items, std::optional<Lane::SteadyTime> deadline = std::nullopt) {
        for (const int item : items) {
            threads_.emplace_back(
                [this, item, deadline] { settle(item, fate_of_submitting(item, deadline.value_or(far_away()))); });
        }
    }

    /// Submits `items`, one more than find room, and returns those that found room, when they all wait in the queue.
    Batch fill(const Batch& items, std::optional<Lane::SteadyTime> deadline = std::nullopt) {
        std::unique_lock lock{mutex_};
        const std::size_t already_refused = refused_.size();
        submit(items, deadline);
        changed_.wait(lock, [&] { return refused_.size() > already_refused; });
        Batch waiting = items;
        std::erase(waiting, refused_.back());
        return waiting;
    }

    /// Submits an item to the idle lane and returns when its batch is being executed.
    void occupy(int item) {
        submit({item});
        wait_for_batches(1);
    }

    /// Lets `count` more batches end.
    void let_pass(std::size_t count) {
        const std::lock_guard lock{mutex_};
        permits_ += count;
        changed_.notify_all();
    }

    /// Lets every batch end from now on.
    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }

    /// Waits until `count` batches have begun, and returns them.
    std::vector<Batch> wait_for_batches(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return batches_.size() >= count; });
        return batches_;
    }

    /// Waits until the item is done, and tells its result or what was thrown.
    std::string fate(int item) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return fates_.contains(item); });
        return fates_.at(item);
    }

    /// The same, but no longer than `patience`.
    bool is_settled_within(int item, std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, patience, [&] { return fates_.contains(item); });
    }

  private:
    static Lane::SteadyTime far_away() { return std::chrono::steady_clock::now() + std::chrono::hours{1}; }

    std::vector<int> execute(std::span<const int> items) {
        const Batch batch{items.begin(), items.end()};
        {
            std::unique_lock lock{mutex_};
            batches_.push_back(batch);
            changed_.notify_all();
            changed_.wait(lock, [this] { return open_ || permits_ > 0; });
            if (permits_ > 0) --permits_;
        }
        return work_(batch);
    }

    std::string fate_of_submitting(int item, Lane::SteadyTime deadline) {
        try {
            return std::to_string(lane_.submit(item, deadline));
        } catch (const Overloaded&) {
            return "overloaded";
        } catch (const std::exception& fault) {
            keep(std::current_exception());
            return fault.what();
        }
    }

    /// Lets an exception live until the threads are gone. They share it, and the thread sanitizer does not see the
    /// counting of references inside of libstdc++ that puts its end after its last use.
    void keep(std::exception_ptr thrown) {
        const std::lock_guard lock{mutex_};
        thrown_.push_back(std::move(thrown));
    }

    void settle(int item, std::string fate) {
        const std::lock_guard lock{mutex_};
        if (fate == "overloaded") refused_.push_back(item);
        fates_.emplace(item, std::move(fate));
        changed_.notify_all();
    }

    const Work work_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t permits_ = 0;
    bool open_ = false;
    std::vector<Batch> batches_;
    Batch refused_;
    std::map<int, std::string> fates_;
    std::vector<std::exception_ptr> thrown_;
    Lane lane_;
    // Waits for the threads, so it goes first.
    std::vector<std::jthread> threads_;
};

}  // namespace likes::lanes::test
