#include <cstdlib>
#include <exception>

#include "config/config.hpp"
#include "log/log.hpp"
#include "process/stop_signal.hpp"
#include "relay/relay.hpp"
#include "store/faults.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

using namespace likes;

namespace {

/// Sweeps until the process is told to stop. What goes wrong in one sweep is tried again in the next.
void run(relay::Relay& relay, std::chrono::milliseconds interval) {
    bool stopping = false;
    const auto stop_requested = [&stopping] {
        stopping = stopping || process::stop_signal_within(std::chrono::milliseconds{0});
        return stopping;
    };
    while (!stopping) {
        try {
            const auto published = relay.sweep(stop_requested);
            if (published > 0) log::info("published what was left in the outbox", {{"events", published}});
        } catch (const store::Unavailable& fault) {
            log::warning("a sweep was given up", {{"error", fault.what()}});
        } catch (const std::exception& fault) {
            log::error("a sweep failed", {{"error", fault.what()}});
        }
        stopping = stopping || process::stop_signal_within(interval);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = config::parse_or_exit(
        "Publishes the likes that handlers could not: reads the outbox, tells the broker, deletes what it has.", argc,
        argv);
    log::init("relay", config.log_level);
    try {
        process::block_stop_signals();
        store::Session::load_driver();
        relay::Relay relay{config, system_now};
        run(relay, config.relay.interval);
        relay.release();
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}
