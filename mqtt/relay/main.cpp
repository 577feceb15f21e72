#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "config/config.hpp"
#include "log/log.hpp"
#include "metrics/process.hpp"
#include "process/stop_signal.hpp"
#include "relay/audit.hpp"
#include "relay/relay.hpp"
#include "relay/revoker.hpp"
#include "store/faults.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

using namespace likes;

namespace {

/// Does `work` once. What goes wrong is tried again with the next round.
void attempt(const char* what, const std::function<void()>& work) {
    try {
        work();
    } catch (const store::Unavailable& fault) {
        log::warning("given up for now", {{"work", what}, {"error", fault.what()}});
    } catch (const std::exception& fault) {
        log::error("failed", {{"work", what}, {"error", fault.what()}});
    }
}

/// Does `work` every `interval` in a thread of its own, until it ends.
class Periodic {
  public:
    Periodic(const char* what, std::chrono::milliseconds interval, const std::function<void()>& work)
        : thread_{[=](const std::stop_token& stop) {
              std::mutex mutex;
              std::condition_variable_any wake_up;
              std::unique_lock lock{mutex};
              while (!stop.stop_requested()) {
                  attempt(what, work);
                  wake_up.wait_for(lock, stop, interval, [] { return false; });
              }
          }} {}

  private:
    std::jthread thread_;
};

}  // namespace

int main(int argc, char** argv) {
    const auto config = config::parse_or_exit(
        "Publishes the likes that handlers could not, and tells the broker who left a chat.", argc, argv);
    log::init("relay", config.log_level);
    if (const auto fault = metrics::publish(config.metrics_dir, "relay")) {
        log::warning("nobody can read what this process counts", {{"error", *fault}});
    }
    try {
        process::block_stop_signals();
        store::Session::load_driver();
        relay::Relay relay{config, system_now};
        relay::Revoker revoker{config};
        relay::Audit audit{config, system_now};
        std::atomic<bool> stopping = false;
        {
            // Apart from one another: a long backlog of events must not delay who may hear them.
            const Periodic sweeps{"sweep", config.relay.interval, [&] {
                                      const auto events = relay.sweep([&] { return stopping.load(); });
                                      if (events > 0) log::info("published leftovers", {{"events", events}});
                                  }};
            const Periodic looks{"revocations", config.realtime.revocation_interval, [&] { revoker.look(); }};
            std::optional<Periodic> audits;
            if (config.audit.interval.count() > 0) {
                audits.emplace("audit", config.audit.interval, [&] { audit.look(); });
            }
            process::wait_for_stop_signal();
            stopping = true;
        }
        relay.release();
        if (config.audit.interval.count() > 0) attempt("release", [&] { audit.release(); });
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}
