// The relay does the work that must continue whether or not requests arrive: it publishes the events that handlers left
// in the outbox, has the broker revoke the access of members who left a chat, and compares the counters with the likes.
#include <chrono>
#include <cstdlib>
#include <exception>

#include "database/session.hpp"
#include "publishing/mqtt_client.hpp"
#include "relay/audit.hpp"
#include "relay/relay.hpp"
#include "relay/revoker.hpp"
#include "runtime/counters.hpp"
#include "runtime/process.hpp"
#include "service/periodic.hpp"
#include "service/settings.hpp"
#include "store/former_members_reader.hpp"

using namespace likes;

namespace {

/// How often the relay searches for members who left: the broker has to revoke their access within a second.
constexpr std::chrono::milliseconds kRevocationInterval{200};

}  // namespace

int main(int argc, char** argv) try {
    const runtime::Process process{
        "relay", "Publishes what handlers left in the outbox, and has the broker revoke the access of former members.",
        argc, argv};
    const auto& config = process.config();
    relay::Relay relay{config, system_now};
    store::FormerMembersReader former_members{database::Session{service::session_settings(config)}};
    publishing::MqttClient revocations_broker{service::broker_settings(config)};
    relay::Revoker revoker{config.realtime.token_lifetime, former_members, revocations_broker.publisher(),
                           std::chrono::steady_clock::now};
    relay::Audit audit{config, system_now};
    {
        // Each has a thread of its own, so that a long backlog of events does not delay the revocation of a former
        // member's access.
        const service::Periodic sweeps{"sweep", config.relay.interval, [&] { relay.sweep(); }};
        const service::Periodic revocations{"revocations", kRevocationInterval, [&] { revoker.run_once(); }};
        const service::Periodic audits{"audit", config.relay.audit_interval, [&] { audit.run_once(); }};
        runtime::counters().serving.set(1);
        process.wait_for_stop_signal();
        relay.stop();
    }
    service::attempt("release", [&] { relay.release(); });
    if (config.relay.audit_interval.count() > 0) service::attempt("release", [&] { audit.release(); });
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
