#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "likes/event.hpp"
#include "publishing/outbox.hpp"
#include "publishing/publisher.hpp"

namespace likes::publishing {

/// Settles the events that the broker has acknowledged (see PublishedEvents::settle), about ten times a second, in a
/// thread and over a database connection of its own: one transaction serves many events, and no request waits for it.
class OutboxCleaner {
  public:
    /// `publisher` outlives it.
    OutboxCleaner(std::unique_ptr<PublishedEvents> outbox, Publisher& publisher);
    ~OutboxCleaner();

    OutboxCleaner(const OutboxCleaner&) = delete;
    OutboxCleaner& operator=(const OutboxCleaner&) = delete;

    /// Settles every event that is acknowledged by now, and stops.
    void finish();

  private:
    void run();
    void clean();

    const std::unique_ptr<PublishedEvents> outbox_;
    Publisher& publisher_;
    /// Acknowledged events that could not be settled yet.
    std::vector<PublishedEvent> published_;

    std::mutex mutex_;
    std::condition_variable stop_requested_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace likes::publishing
