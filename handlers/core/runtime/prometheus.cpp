#include "runtime/prometheus.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include <prometheus/text_serializer.h>

#include "runtime/counters.hpp"
#include "runtime/metrics_series.hpp"

namespace likes::runtime {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

/// The programs that count something. A program that can never count it gets no series, so that no meaningless zeros
/// are shown.
enum Role : unsigned { kHandler = 1, kRelay = 2, kPlugin = 4, kAnalytics = 8, kNotifier = 16 };

Role role_of(const std::string& program) {
    if (program == "relay") return kRelay;
    if (program == "analytics") return kAnalytics;
    if (program == "notifier") return kNotifier;
    return program == "mosquitto" ? kPlugin : kHandler;
}

struct Entry {
    const char* name;
    const char* help;
    MetricType type;
    unsigned roles;
    void (*collect)(Series&);
};

constexpr double kMicrosecondsPerSecond = 1e6;
constexpr double kMillisecondsPerSecond = 1e3;

template <class Counters, class Names>
void labelled(Series& series, const Counters& counters, const char* label, const Names& names) {
    for (std::size_t i = 0; i < names.size(); ++i) series.counter(counters.at(i), label, names[i]);
}

void requests(Series& series) {
    const auto& counters = series.counters().requests;
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        series.counter(counters.at(i), "code", std::to_string(kStatuses[i]));
    }
    series.counter(counters.back(), "code", "other");
}

void notice_deliveries(Series& series) {
    const auto& counters = series.counters().notice_deliveries;
    for (std::size_t i = 0; i < kDeliveryOutcomes.size(); ++i) {
        series.counter(counters.at(i), {{"channel", "in_app"}, {"outcome", std::string{kDeliveryOutcomes[i]}}});
    }
}

constexpr std::array kCatalog{
    // Handlers.
    Entry{"chat_likes_requests_total", "Requests answered by a handler, by HTTP status code.", MetricType::Counter,
          kHandler, requests},
    Entry{"chat_likes_request_duration_seconds",
          "Time from the arrival of a request's last byte at the handler to its answer.", MetricType::Histogram,
          kHandler, [](Series& s) { s.histogram(s.counters().request_microseconds, kMicrosecondsPerSecond); }},
    Entry{"chat_likes_connections", "Open connections from nginx to a handler.", MetricType::Gauge, kHandler,
          [](Series& s) { s.gauge(s.counters().connections); }},
    Entry{"chat_likes_slow_connections_closed_total",
          "Connections from nginx that a handler closed because a request did not arrive whole, or an answer was not "
          "taken, in time.",
          MetricType::Counter, kHandler, [](Series& s) { s.counter(s.counters().slow_connections_closed); }},
    Entry{"chat_likes_batch_requests", "Requests that were executed together, in one transaction or one statement.",
          MetricType::Histogram, kHandler, [](Series& s) { s.histogram(s.counters().batch_requests, 1); }},
    Entry{"chat_likes_lane_queue_requests", "Requests that wait in a lane for the next batch.", MetricType::Gauge,
          kHandler, [](Series& s) { s.gauge(s.counters().lane_queue); }},
    Entry{"chat_likes_lane_overloads_total",
          "Requests refused with 503 because a lane's queue was full, or because no batch took them in time.",
          MetricType::Counter, kHandler,
          [](Series& s) {
              s.counter(s.counters().lane_queue_full, "reason", "queue_full");
              s.counter(s.counters().lane_too_late, "reason", "too_late");
          }},
    Entry{"chat_likes_events_conflated_total",
          "Events held back because an event of the same message and reaction was published too short a time before "
          "(option events-per-second); the next event of that message and reaction includes them.",
          MetricType::Counter, kHandler, [](Series& s) { s.counter(s.counters().events_conflated); }},

    Entry{"chat_likes_jwks_keys",
          "Keys of bearer tokens in the key file (option jwks-file): those in use, and those that were skipped because "
          "they cannot be used.",
          MetricType::Gauge, kHandler,
          [](Series& s) {
              s.gauge(s.counters().jwks_keys_usable, "state", "in_use");
              s.gauge(s.counters().jwks_keys_skipped, "state", "skipped");
          }},

    Entry{"chat_likes_jwks_file_refused",
          "1 as long as the file with the keys of bearer tokens (option jwks-file) is refused, and the keys of an "
          "earlier "
          "file are in force; else 0.",
          MetricType::Gauge, kHandler, [](Series& s) { s.gauge(s.counters().jwks_file_refused); }},

    // Every program that makes or reads realtime tokens.
    Entry{"chat_likes_realtime_key_file_refused",
          "1 as long as the file with the keys of realtime tokens (option realtime-jwks-file) is refused, and the keys "
          "of "
          "an earlier file are in force; else 0.",
          MetricType::Gauge, kHandler | kPlugin, [](Series& s) { s.gauge(s.counters().realtime_key_file_refused); }},

    // Every program that uses the database or the broker.
    Entry{"chat_likes_database_errors_total",
          "Failed attempts to execute a transaction, by error. An attempt whose repetition succeeded counts, too.",
          MetricType::Counter, kHandler | kRelay | kAnalytics | kNotifier,
          [](Series& s) { labelled(s, s.counters().database_errors, "error", kDatabaseErrors); }},
    Entry{"chat_likes_database_retries_total", "Transactions repeated after a failed attempt, by error.",
          MetricType::Counter, kHandler | kRelay | kAnalytics | kNotifier,
          [](Series& s) { labelled(s, s.counters().database_retries, "error", kDatabaseErrors); }},
    Entry{"chat_likes_database_connections",
          "Open connections to the database. A connection is opened when it is first needed.", MetricType::Gauge,
          kHandler | kRelay | kAnalytics | kNotifier, [](Series& s) { s.gauge(s.counters().database_connections); }},
    Entry{"chat_likes_broker_clients", "Connections to the broker that the program is meant to have.",
          MetricType::Gauge, kHandler | kRelay | kNotifier, [](Series& s) { s.gauge(s.counters().broker_clients); }},
    Entry{"chat_likes_broker_connections", "Connections to the broker that are established.", MetricType::Gauge,
          kHandler | kRelay | kNotifier, [](Series& s) { s.gauge(s.counters().broker_connections); }},
    Entry{"chat_likes_events_published_total", "Events acknowledged by the broker.", MetricType::Counter,
          kHandler | kRelay, [](Series& s) { s.counter(s.counters().events_published); }},
    Entry{"chat_likes_events_refused_total", "Events refused by the broker. The relay publishes them again.",
          MetricType::Counter, kHandler | kRelay, [](Series& s) { s.counter(s.counters().events_refused); }},
    Entry{"chat_likes_events_not_sent_total",
          "Events that could not be sent because the broker was away or too slow, or because they were longer than it "
          "takes. The relay publishes them later.",
          MetricType::Counter, kHandler | kRelay, [](Series& s) { s.counter(s.counters().events_not_sent); }},

    // The relay.
    Entry{"chat_likes_events_relayed_total",
          "Events published by the relay, because the handler that made the change did not publish them.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.counters().events_relayed); }},
    Entry{"chat_likes_revocations_told_total",
          "Members whose access the broker has revoked, at the relay's request, after they left a chat.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.counters().revocations_sent); }},
    Entry{"chat_likes_revocations_looked_at_timestamp_seconds",
          "When the relay last searched for former members and the broker had acknowledged all their revocations, as "
          "Unix "
          "time.",
          MetricType::Gauge, kRelay, [](Series& s) { s.gauge(s.counters().revocations_sent_at); }},
    Entry{"chat_likes_counters_compared_total", "Counters of reactions that the relay has compared with the rows.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.counters().counters_compared); }},
    Entry{"chat_likes_counters_drifted_total", "Counters of reactions that the relay found to differ from the rows.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.counters().counters_drifted); }},
    Entry{"chat_likes_counters_repaired_total",
          "Counters of reactions that differed from the rows and that the relay has corrected.", MetricType::Counter,
          kRelay, [](Series& s) { s.counter(s.counters().counters_repaired); }},
    Entry{"chat_likes_audit_failures_total",
          "Ranges of messages whose counters the relay could not compare with the rows, or not correct.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.counters().audit_failures); }},
    Entry{"chat_likes_audited_timestamp_seconds",
          "When the relay last finished comparing all counters with the rows, as Unix time; 0: not since its start.",
          MetricType::Gauge, kRelay, [](Series& s) { s.gauge(s.counters().audited_at); }},

    // The analytics.
    Entry{"chat_likes_analytics_changes_total", "Changes from the feed that the analytics have counted.",
          MetricType::Counter, kAnalytics, [](Series& s) { s.counter(s.counters().analytics_changes); }},
    Entry{"chat_likes_analytics_unreadable_total",
          "Entries of the feed that the analytics could not read, and have dropped.", MetricType::Counter, kAnalytics,
          [](Series& s) { s.counter(s.counters().analytics_unreadable); }},
    Entry{"chat_likes_reactions_given_total",
          "Reactions given, imported ones included, as the analytics have counted them.", MetricType::Counter,
          kAnalytics, [](Series& s) { s.counter(s.counters().reactions_given); }},
    Entry{"chat_likes_reactions_taken_back_total",
          "Reactions taken back by their users, as the analytics have counted them.", MetricType::Counter, kAnalytics,
          [](Series& s) { s.counter(s.counters().reactions_taken_back); }},
    Entry{"chat_likes_analytics_drifted_total",
          "Numbers of the analytics that differed from the reactions that they count, and that were corrected.",
          MetricType::Counter, kAnalytics, [](Series& s) { s.counter(s.counters().analytics_drifted); }},
    Entry{"chat_likes_analytics_audited_timestamp_seconds",
          "When the background program of the analytics last finished comparing the numbers of all chats with their "
          "reactions, as Unix time; 0: not since its start.",
          MetricType::Gauge, kAnalytics, [](Series& s) { s.gauge(s.counters().analytics_audited_at); }},
    Entry{"chat_likes_analytics_rankings_computed_total", "Lists that the analytics have made in advance.",
          MetricType::Counter, kAnalytics, [](Series& s) { s.counter(s.counters().analytics_rankings_computed); }},
    Entry{"chat_likes_analytics_ranking_failures_total", "Lists that the analytics could not make in advance.",
          MetricType::Counter, kAnalytics, [](Series& s) { s.counter(s.counters().analytics_ranking_failures); }},
    Entry{"chat_likes_analytics_ranking_seconds",
          "Time that the analytics have worked for a list that they made in advance, pauses left out.",
          MetricType::Histogram, kAnalytics,
          [](Series& s) { s.histogram(s.counters().analytics_ranking_milliseconds, kMillisecondsPerSecond); }},

    // The notifier.
    Entry{"chat_likes_notices_raised_total", "Notices that became news to their recipients.", MetricType::Counter,
          kNotifier, [](Series& s) { s.counter(s.counters().notices_raised); }},
    Entry{"chat_likes_notices_changed_total", "Notices that changed and were no news to their recipients.",
          MetricType::Counter, kNotifier, [](Series& s) { s.counter(s.counters().notices_changed); }},
    Entry{"chat_likes_notices_withdrawn_total",
          "Notices that left their recipients' lists, because nobody reacts any more, the message is deleted, or the "
          "recipient has left the chat.",
          MetricType::Counter, kNotifier, [](Series& s) { s.counter(s.counters().notices_withdrawn); }},
    Entry{"chat_likes_notices_unreadable_total",
          "Entries of the feed that the notifier could not read, and has dropped.", MetricType::Counter, kNotifier,
          [](Series& s) { s.counter(s.counters().notices_unreadable); }},
    Entry{"chat_likes_notice_deliveries_total",
          "Notices that the notifier was to tell their recipients' devices, by what became of them. One that failed is "
          "sent again.",
          MetricType::Counter, kNotifier, notice_deliveries},

    // The broker's plugin.
    Entry{"chat_likes_broker_admissions_total",
          "Attempts of clients to connect to the broker, by the plugin's decision.", MetricType::Counter, kPlugin,
          [](Series& s) { labelled(s, s.counters().admissions, "verdict", kAdmissions); }},
    Entry{"chat_likes_broker_sessions", "Connections to the broker that its plugin has admitted.", MetricType::Gauge,
          kPlugin, [](Series& s) { s.gauge(s.counters().broker_sessions); }},
    Entry{"chat_likes_broker_revocations",
          "Revocations that the broker's plugin remembers: members who left a chat that a valid token of theirs may "
          "still name.",
          MetricType::Gauge, kPlugin, [](Series& s) { s.gauge(s.counters().broker_revocations); }},
    Entry{"chat_likes_broker_admits_users",
          "1 if the broker admits users; 0 from its start until a relay has sent it all revocations.",
          MetricType::Gauge, kPlugin, [](Series& s) { s.gauge(s.counters().broker_admits_users); }},

    // All.
    Entry{"chat_likes_log_lines_suppressed_total",
          "Log lines left out because more than 100 with the same message came within a second.", MetricType::Counter,
          kHandler | kRelay | kAnalytics | kNotifier, [](Series& s) { s.counter(s.counters().log_lines_suppressed); }},
};

/// Serving processes of each program that ever ran.
MetricFamily processes(const std::vector<ProcessCounters>& all) {
    std::map<std::string, int> serving;
    for (const auto& counted : all) serving[counted.program] += is_serving(counted) ? 1 : 0;
    MetricFamily family{
        "chat_likes_processes", "Processes of a program that have started and do their work.", MetricType::Gauge, {}};
    for (const auto& [program, count] : serving) {
        ClientMetric metric;
        metric.label = {{"program", program}};
        metric.gauge.value = count;
        family.metric.push_back(std::move(metric));
    }
    return family;
}

}  // namespace

std::vector<MetricFamily> families(const std::vector<ProcessCounters>& all) {
    std::vector<MetricFamily> families{processes(all)};
    for (const auto& entry : kCatalog) {
        MetricFamily family{entry.name, entry.help, entry.type, {}};
        for (const auto& counted : all) {
            Series series{family, counted};
            if ((entry.roles & role_of(counted.program)) != 0) entry.collect(series);
        }
        if (!family.metric.empty()) families.push_back(std::move(family));
    }
    return families;
}

MetricFamily gauge(const char* name, const char* help, double value) {
    MetricFamily family{name, help, MetricType::Gauge, {}};
    family.metric.emplace_back().gauge.value = value;
    return family;
}

std::string to_text(const std::vector<MetricFamily>& families) {
    std::ostringstream text;
    prometheus::TextSerializer{}.Serialize(text, families);
    return text.str();
}

}  // namespace likes::runtime
