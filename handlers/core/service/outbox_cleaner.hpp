#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "ids/uuid.hpp"
#include "store/outbox.hpp"

namespace likes::service {

/// Deletes outbox rows whose events the broker has, a few times a second, in a thread and over a connection of its own:
/// one transaction for many rows, and no request waits for it.
class OutboxCleaner {
  public:
    /// Hands over the rows that may go.
    using TakeAcknowledged = std::function<std::vector<Uuid>()>;

    OutboxCleaner(store::Outbox outbox, TakeAcknowledged take);
    ~OutboxCleaner();

    OutboxCleaner(const OutboxCleaner&) = delete;
    OutboxCleaner& operator=(const OutboxCleaner&) = delete;

    /// Deletes what there is to delete and stops.
    void finish();

  private:
    void run();
    void clean();

    store::Outbox outbox_;
    TakeAcknowledged take_;
    /// Rows that could not be deleted yet.
    std::vector<Uuid> ids_;

    std::mutex mutex_;
    std::condition_variable stop_requested_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace likes::service
