#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "likes/told.hpp"
#include "store/outbox.hpp"

namespace likes::service {

/// Settles in the outbox what the broker has, a few times a second, in a thread and over a connection of its own: one
/// transaction for many events, and no request waits for it.
class OutboxCleaner {
  public:
    /// Hands over what the broker has.
    using TakeAcknowledged = std::function<std::vector<Told>()>;

    OutboxCleaner(store::Outbox outbox, TakeAcknowledged take);
    ~OutboxCleaner();

    OutboxCleaner(const OutboxCleaner&) = delete;
    OutboxCleaner& operator=(const OutboxCleaner&) = delete;

    /// Settles what there is to settle and stops.
    void finish();

  private:
    void run();
    void clean();

    store::Outbox outbox_;
    TakeAcknowledged take_;
    /// What could not be settled yet.
    std::vector<Told> told_;

    std::mutex mutex_;
    std::condition_variable stop_requested_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace likes::service
