#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "lanes/group_commit.hpp"

namespace likes::lanes {

struct Settings {
    /// Lanes, and so batches at the same time; 1 or more.
    std::size_t count;
    Limits limits;
    /// How long an item may wait for its batch.
    std::chrono::milliseconds timeout;
};

/// Several queues of batches side by side. Items of the same hash always go to the same lane, so that one process never
/// fights itself over a row. Thread-safe.
template <class Item, class Result>
class Lanes {
  public:
    using Execute = typename GroupCommit<Item, Result>::Execute;

    /// `make_execute` is called once per lane: what it returns is the lane's own, with a connection of its own.
    Lanes(const Settings& settings, const std::function<Execute()>& make_execute) : timeout_{settings.timeout} {
        for (std::size_t i = 0; i < settings.count; ++i) {
            lanes_.push_back(std::make_unique<GroupCommit<Item, Result>>(settings.limits, make_execute()));
        }
    }

    /// See GroupCommit::submit.
    Result submit(std::size_t hash, Item item) {
        return lanes_[hash % lanes_.size()]->submit(std::move(item), std::chrono::steady_clock::now() + timeout_);
    }

  private:
    std::chrono::milliseconds timeout_;
    std::vector<std::unique_ptr<GroupCommit<Item, Result>>> lanes_;
};

}  // namespace likes::lanes
