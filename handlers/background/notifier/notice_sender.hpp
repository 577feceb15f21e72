#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "background/notifier/spacing.hpp"
#include "base/duty_cycle.hpp"
#include "base/steady_clock.hpp"
#include "notices/event.hpp"
#include "publishing/broker.hpp"
#include "store/notices/deliveries.hpp"

namespace likes::background {

/// Tells recipients' devices how their notices stand: of each notice that has changed the newest state, to the topic of
/// its recipient. What it tells is read when it is sent. So of a chat that the recipient has left by then, or of a
/// message that was deleted, it says no more than that the notice is gone; and what was news is told as a mere change
/// if the recipient has seen it, or has muted the chat, meanwhile.
///
/// A row goes when the broker has acknowledged its event, if nothing has changed since. So an event may be sent twice,
/// which does no harm, and the last state is always sent. One thread calls it, but for stop().
class NoticeSender {
  public:
    /// Rows of a part, and parts of a run, at most.
    static constexpr std::size_t kRowsMax = 100;
    static constexpr std::size_t kPartsMax = 50;
    /// How long the broker may take to acknowledge the events of a part.
    static constexpr std::chrono::milliseconds kPatience{2000};
    /// How long nothing is sent after the broker has refused an event.
    static constexpr std::chrono::seconds kRetryAfter{1};

    /// It sends in that share of the time, from 1 to 100. The references outlive it.
    NoticeSender(store::Deliveries& deliveries, publishing::Broker& broker, std::size_t duty_percent,
                 SteadyClock clock);

    /// Sends what is due, until nothing is or a rest is due. Does nothing while there is no broker. Throws what the
    /// store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop() { stopping_ = true; }

  private:
    /// What becomes of the rows that are due.
    struct Part {
        std::vector<store::Delivery> now;
        std::vector<store::LaterDelivery> later;
        /// There is nothing to tell, or nobody.
        std::vector<store::Delivery> never;
    };

    bool may_send();
    bool send_part();
    Part sort(std::vector<store::Delivery> due, SteadyTime now) const;
    std::vector<notices::Event> events_of(const std::vector<store::Delivery>& deliveries);
    bool is_news(const store::Delivery& delivery) const;
    bool publish(const std::vector<store::Delivery>& deliveries, const std::vector<notices::Event>& events);
    bool is_accepted();

    store::Deliveries& deliveries_;
    publishing::Broker& broker_;
    SteadyClock clock_;
    DutyCycle duty_;
    Spacing spacing_;
    /// Nothing is sent before that time.
    std::optional<SteadyTime> retry_at_;
    std::atomic<bool> stopping_ = false;
};

}  // namespace likes::background
