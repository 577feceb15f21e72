#pragma once

#include <chrono>

#include "background/notifier/push_channels.hpp"
#include "background/notifier/push_sender.hpp"
#include "base/steady_clock.hpp"
#include "notices/pushing.hpp"
#include "outbound/curl_client.hpp"
#include "runtime/config.hpp"
#include "store/kept_lease.hpp"
#include "store/notices/push_deciding.hpp"
#include "store/notices/push_deliveries_table.hpp"

namespace likes::background {

/// When news is pushed (options push-…).
notices::PushPolicy push_policy(const runtime::Config& config);

/// Interrupts those who are not online because of news (see PushDeciding and PushSender). Several processes may run;
/// only the one that holds the lease works, because Apple wants one sender to make its tokens.
class Pushing {
  public:
    /// How often run_once() is meant to be called. While nothing is due, a run is two statements that read an index.
    static constexpr std::chrono::milliseconds kInterval{100};

    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Pushing(const runtime::Config& config, PushChannels channels, SteadyClock clock);

    /// Decides and sends what is due. Throws what the store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop() { sender_.stop(); }

    /// Waits a moment for answers, and releases the lease, so that another process takes over at once. Throws what the
    /// store throws; then the lease ends by itself.
    void release();

  private:
    void decide();

    store::KeptLease lease_;
    store::PushDeciding deciding_;
    store::PushDeliveriesTable deliveries_;
    outbound::CurlClient client_;
    PushSender sender_;
};

}  // namespace likes::background
