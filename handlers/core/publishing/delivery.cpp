#include "publishing/delivery.hpp"

#include <utility>

#include "publishing/event_json.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::publishing {
namespace {

Broker::UserProperties user_properties(const Trace& trace) {
    Broker::UserProperties properties;
    if (!trace.request_id.empty()) properties.emplace_back("request-id", trace.request_id);
    if (!trace.traceparent.empty()) properties.emplace_back("traceparent", trace.traceparent);
    return properties;
}

}  // namespace

bool Delivery::send(const Event& event) {
    const std::string payload = to_json(event);
    if (payload.size() > kEventBytesMax) {
        runtime::counters().events_not_sent.add();
        log::error("an event is longer than the broker takes, and is not sent",
                   {{"message_id", event.target.message.to_string()}, {"bytes", payload.size()}});
        return false;
    }
    Broker::Token token = 0;
    {
        // Recorded before the message is sent, because the answer may arrive before publish() returns.
        const std::lock_guard lock{mutex_};
        token = next_token_++;
        in_flight_.emplace(token, PublishedEvent{event.chat, event.target, event.outbox_ids});
    }
    if (broker_.publish(token, realtime::events_topic(event.chat), payload, user_properties(event.trace))) {
        return true;
    }
    runtime::counters().events_not_sent.add();
    const std::lock_guard lock{mutex_};
    in_flight_.erase(token);
    return false;
}

std::vector<PublishedEvent> Delivery::take_acknowledged() {
    std::vector<PublishedEvent> acknowledged;
    const auto answers = broker_.take_answers();
    const std::lock_guard lock{mutex_};
    for (const auto& [token, accepted] : answers) {
        (accepted ? runtime::counters().events_published : runtime::counters().events_refused).add();
        auto answered = in_flight_.extract(token);
        if (accepted && !answered.empty()) acknowledged.push_back(std::move(answered.mapped()));
    }
    return acknowledged;
}

}  // namespace likes::publishing
