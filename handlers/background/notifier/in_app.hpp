#pragma once

#include <chrono>

#include "background/notifier/notice_sender.hpp"
#include "base/steady_clock.hpp"
#include "publishing/mqtt_client.hpp"
#include "runtime/config.hpp"
#include "store/kept_lease.hpp"
#include "store/notices/deliveries_table.hpp"

namespace likes::background {

/// Tells the devices of those who are online how their notices stand (see NoticeSender). Several processes may run;
/// only the one that holds the lease works, and two would do no harm.
class InApp {
  public:
    /// How often run_once() is meant to be called. While nothing is due, a run is one statement that reads an index.
    static constexpr std::chrono::milliseconds kInterval{50};

    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    InApp(const runtime::Config& config, SteadyClock clock);

    /// Sends what is due. Throws what the store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop() { sender_.stop(); }

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    store::KeptLease lease_;
    store::DeliveriesTable deliveries_;
    publishing::MqttClient broker_;
    NoticeSender sender_;
};

}  // namespace likes::background
