#include "background/notifier/notice_sender.hpp"

#include <set>
#include <utility>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::background {
namespace {

using notices::Event;
using runtime::DeliveryOutcome;
using store::Delivery;

Spacing::Key key_of(const Delivery& delivery) {
    return {delivery.recipient, delivery.message};
}

/// It is about what the recipient has seen, not about one notice.
bool is_of_all(const Delivery& delivery) {
    return delivery.message == Uuid{};
}

/// The notice is in the recipient's list.
bool is_listed(const Delivery& delivery) {
    return delivery.notice && delivery.notice->state == notices::State::kStands && delivery.is_visible;
}

void count(DeliveryOutcome outcome, std::size_t deliveries) {
    runtime::counters().notice_deliveries[outcome].add(deliveries);
}

}  // namespace

NoticeSender::NoticeSender(store::Deliveries& deliveries, publishing::Broker& broker, std::size_t duty_percent,
                           SteadyClock clock)
    : deliveries_{deliveries}, broker_{broker}, clock_{std::move(clock)}, duty_{duty_percent, clock_} {}

void NoticeSender::run_once() {
    if (!may_send()) return;
    for (std::size_t part = 0; part < kPartsMax && !stopping_ && duty_.may_go_on(); ++part) {
        const auto begin = clock_();
        const bool is_more = send_part();
        duty_.worked_since(begin);
        if (!is_more) return;
    }
}

bool NoticeSender::may_send() {
    if (!broker_.is_connected()) return false;
    if (retry_at_ && clock_() < *retry_at_) return false;
    // What was sent over a connection that was lost is sent again over this one. Its answers say nothing of what is
    // sent next.
    if (!broker_.wait_until_answered(kPatience)) return false;
    broker_.take_failures();
    return true;
}

/// False if nothing more is due, or if nothing more can be sent now.
bool NoticeSender::send_part() {
    const auto now = clock_();
    spacing_.forget(now);
    auto due = deliveries_.due(kRowsMax);
    const bool is_full = due.size() == kRowsMax;
    auto part = sort(std::move(due), now);
    deliveries_.postpone(part.later);
    deliveries_.remove(part.never);
    if (part.now.empty()) return is_full;

    if (!publish(part.now, events_of(part.now))) return false;
    for (const auto& delivery : part.now) spacing_.sent(key_of(delivery), delivery.sequence, now);
    deliveries_.remove(part.now);
    count(DeliveryOutcome::kSent, part.now.size());
    return is_full;
}

NoticeSender::Part NoticeSender::sort(std::vector<Delivery> due, SteadyTime now) const {
    Part part;
    for (auto& delivery : due) {
        if (delivery.is_expired) {
            count(DeliveryOutcome::kExpired, 1);
            part.never.push_back(std::move(delivery));
        } else if (delivery.is_deactivated || (!delivery.notice && !is_of_all(delivery))) {
            count(DeliveryOutcome::kDropped, 1);
            part.never.push_back(std::move(delivery));
        } else if (const auto wait = spacing_.wait(key_of(delivery), now); wait.count() > 0) {
            part.later.push_back({std::move(delivery), wait});
        } else {
            part.now.push_back(std::move(delivery));
        }
    }
    return part;
}

/// One event for each, in their order.
std::vector<Event> NoticeSender::events_of(const std::vector<Delivery>& deliveries) {
    std::vector<store::StoredNotice> listed;
    for (const auto& delivery : deliveries) {
        if (is_listed(delivery)) listed.push_back({delivery.recipient, delivery.message, *delivery.notice});
    }
    auto shown = deliveries_.shown(std::move(listed));
    auto next = shown.begin();
    std::set<UserId> recipients;
    for (const auto& delivery : deliveries) recipients.insert(delivery.recipient);
    const auto unread = deliveries_.unread(recipients);
    std::vector<Event> events;
    events.reserve(deliveries.size());
    for (const auto& delivery : deliveries) {
        Event event{notices::Seen{delivery.sequence}, unread.at(delivery.recipient)};
        if (is_listed(delivery)) {
            if (is_news(delivery)) {
                event.what = notices::Raised{std::move(*next++)};
            } else {
                event.what = notices::Changed{std::move(*next++)};
            }
        } else if (!is_of_all(delivery)) {
            event.what = notices::Withdrawn{delivery.message, delivery.notice->chat, delivery.notice->sequence};
        }
        events.push_back(std::move(event));
    }
    return events;
}

/// There is news since the last event of the notice. If that is not remembered, all that waits is looked at: since the
/// time at which the row was made, which is that of the first change in it.
bool NoticeSender::is_news(const Delivery& delivery) const {
    const auto& notice = *delivery.notice;
    if (!notices::is_unread(notice, delivery.seen_sequence) || delivery.is_muted) return false;
    if (const auto last = spacing_.last_sequence(key_of(delivery))) return notice.raised_sequence > *last;
    return notice.raised_sequence == notice.sequence || notice.raised_at >= delivery.due_at;
}

/// False unless the broker has acknowledged all of them.
bool NoticeSender::publish(const std::vector<Delivery>& deliveries, const std::vector<Event>& events) {
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const auto topic = realtime::notices_topic(deliveries[i].recipient);
        if (broker_.publish(topic, notices::to_json(events[i]))) continue;
        count(DeliveryOutcome::kFailed, deliveries.size() - i);
        return false;
    }
    if (is_accepted()) return true;
    count(DeliveryOutcome::kFailed, deliveries.size());
    return false;
}

bool NoticeSender::is_accepted() {
    const bool is_answered = broker_.wait_until_answered(kPatience);
    if (broker_.take_failures() == 0) {
        if (is_answered) retry_at_.reset();
        return is_answered;
    }
    if (!retry_at_) log::error("the broker refuses notices; the notifier keeps sending them until it takes them");
    retry_at_ = clock_() + kRetryAfter;
    return false;
}

}  // namespace likes::background
