#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "background/notifier/push_channels.hpp"
#include "base/steady_clock.hpp"
#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "notices/preferences.hpp"
#include "outbound/backoff.hpp"
#include "outbound/client.hpp"
#include "store/notices/push_deliveries.hpp"

namespace likes::background {

/// Sends the pushes that are due to devices, and deals with what the push services say. A push service that does not
/// work is spared, and what is for it waits; afterwards it does not get all of that at once. For one thread, but
/// stop().
class PushSender {
  public:
    /// Pushes that are claimed at once, and that are under way.
    static constexpr std::size_t kBatch = 100;
    static constexpr std::size_t kUnderWayMax = 300;
    /// So long what waits for a push service is spread once it is back, and so many a second are sent again.
    static constexpr std::chrono::milliseconds kSpread{45'000};
    static constexpr std::size_t kAgainPerSecond = 200;

    struct Settings {
        /// How much any push may say.
        notices::Preview preview_max = notices::Preview::kFull;
        SteadyClock steady;
        Clock clock;
        RandomBits random;
    };

    /// `deliveries` and `client` outlive it.
    PushSender(store::PushDeliveries& deliveries, outbound::Client& client, PushChannels channels, Settings settings);

    /// Sends until nothing more is due, and takes the answers that are there by then. Throws what the store throws;
    /// what was claimed is due again a minute later.
    void run_once();

    /// Takes answers for so long, or until none is awaited.
    void end(std::chrono::milliseconds patience);

    /// Ends a run after its current part. From any thread.
    void stop() { stopping_ = true; }

  private:
    /// A push that was claimed.
    struct Claimed {
        store::DeviceDeliveryKey key;
        store::PushTarget target;
        push::Message message;
        std::string host;
        std::size_t attempts = 0;
    };
    using What = store::PushResult::What;

    bool start_some();
    void start(store::DevicePush push);
    void send(Claimed claimed);
    bool finish_some(std::chrono::milliseconds patience);
    void take(const outbound::Finished& finished);
    void take_access(const outbound::Answer& answer);
    void judge(const Claimed& claimed, const outbound::Answer& answer);
    void fail(const Claimed& claimed);
    std::chrono::milliseconds backoff(const Claimed& claimed);
    double random();
    void put(const store::DeviceDeliveryKey& key, What what, std::chrono::milliseconds wait = {}, bool was_tried = true,
             Time registered_at = {});
    void write();

    store::PushDeliveries& deliveries_;
    outbound::Client& client_;
    PushChannels channels_;
    Settings settings_;
    outbound::Circuits circuits_;
    std::uint64_t last_id_ = 0;
    std::map<std::uint64_t, Claimed> under_way_;
    /// They wait for a token that was asked for.
    std::vector<Claimed> without_access_;
    bool is_access_asked_ = false;
    /// What is to be written.
    std::vector<store::PushResult> results_;
    SteadyTime paced_until_{};
    std::atomic<bool> stopping_ = false;
};

}  // namespace likes::background
