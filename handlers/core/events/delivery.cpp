#include "events/delivery.hpp"

#include <utility>

#include "events/event_json.hpp"
#include "metrics/process.hpp"
#include "topics.hpp"

namespace likes::events {
namespace {

/// Events that are kept while nobody takes them; the relay publishes the others again.
constexpr std::size_t kAcknowledgedMax = 100'000;

mqtt::Client::UserProperties user_properties(const Trace& trace) {
    mqtt::Client::UserProperties properties;
    if (!trace.request_id.empty()) properties.emplace_back("request-id", trace.request_id);
    if (!trace.traceparent.empty()) properties.emplace_back("traceparent", trace.traceparent);
    return properties;
}

}  // namespace

Delivery::Delivery(mqtt::ClientSettings broker)
    : client_{std::move(broker), [this](auto token, bool accepted) {
                  (accepted ? metrics::here().events_published : metrics::here().events_refused).add();
                  answered(token, accepted);
              }} {}

bool Delivery::send(const Event& event) {
    mqtt::Client::Token token = 0;
    {
        // Known before it is sent: the answer may be quicker than this thread.
        const std::lock_guard lock{mutex_};
        token = next_token_++;
        in_flight_.emplace(token, Told{event.chat, event.subject.message, event.outbox_ids});
    }
    const bool taken =
        client_.publish(token, mqtt::events_topic(event.chat), to_json(event), user_properties(event.trace));
    if (!taken) {
        metrics::here().events_not_sent.add();
        answered(token, false);
    }
    return taken;
}

std::vector<Told> Delivery::take_acknowledged() {
    const std::lock_guard lock{mutex_};
    return std::exchange(acknowledged_, {});
}

void Delivery::answered(mqtt::Client::Token token, bool accepted) {
    const std::lock_guard lock{mutex_};
    auto answered = in_flight_.extract(token);
    if (accepted && !answered.empty() && acknowledged_.size() < kAcknowledgedMax) {
        acknowledged_.push_back(std::move(answered.mapped()));
    }
}

}  // namespace likes::events
