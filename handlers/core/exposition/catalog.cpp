#include "exposition/catalog.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "exposition/series.hpp"
#include "metrics/numbers.hpp"

namespace likes::exposition {
namespace {

using metrics::Counted;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

/// Who counts something. Zeros of those who never would are left out.
enum Role : unsigned { kHandler = 1, kRelay = 2, kPlugin = 4 };

Role role_of(const std::string& program) {
    if (program == "relay") return kRelay;
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

template <class Counters, class Names>
void labelled(Series& series, const Counters& counters, const char* label, const Names& names) {
    for (std::size_t i = 0; i < names.size(); ++i) series.counter(counters.at(i), label, names[i]);
}

void requests(Series& series) {
    const auto& counters = series.numbers().requests;
    for (std::size_t i = 0; i < metrics::kStatuses.size(); ++i) {
        series.counter(counters.at(i), "code", std::to_string(metrics::kStatuses[i]));
    }
    series.counter(counters.back(), "code", "other");
}

constexpr std::array kCatalog{
    Entry{"chat_likes_requests_total", "Requests that a handler answered, by status.", MetricType::Counter, kHandler,
          requests},
    Entry{"chat_likes_request_duration_seconds", "Time from a request's last byte to its answer.",
          MetricType::Histogram, kHandler,
          [](Series& s) { s.histogram(s.numbers().request_microseconds, kMicrosecondsPerSecond); }},
    Entry{"chat_likes_batch_requests", "Requests that one transaction or statement served.", MetricType::Histogram,
          kHandler, [](Series& s) { s.histogram(s.numbers().batch_requests, 1); }},
    Entry{"chat_likes_lane_queue_requests", "Requests that wait for their batch.", MetricType::Gauge, kHandler,
          [](Series& s) { s.gauge(s.numbers().lane_queue); }},
    Entry{"chat_likes_lane_overloads_total",
          "Requests refused because a queue was full, or no batch took them in time.", MetricType::Counter, kHandler,
          [](Series& s) {
              s.counter(s.numbers().lane_queue_full, "reason", "queue_full");
              s.counter(s.numbers().lane_too_late, "reason", "too_late");
          }},
    Entry{"chat_likes_database_errors_total", "Transactions that failed, those that were tried again included.",
          MetricType::Counter, kHandler | kRelay,
          [](Series& s) { labelled(s, s.numbers().database_errors, "error", metrics::kDatabaseErrors); }},
    Entry{"chat_likes_database_retries_total", "Transactions that were tried again.", MetricType::Counter,
          kHandler | kRelay,
          [](Series& s) { labelled(s, s.numbers().database_retries, "error", metrics::kDatabaseErrors); }},
    Entry{"chat_likes_database_connections", "Open connections to the database; made at their first use.",
          MetricType::Gauge, kHandler | kRelay, [](Series& s) { s.gauge(s.numbers().database_connections); }},
    Entry{"chat_likes_broker_clients", "Connections to the broker that there should be.", MetricType::Gauge,
          kHandler | kRelay, [](Series& s) { s.gauge(s.numbers().broker_clients); }},
    Entry{"chat_likes_broker_connections", "Connections to the broker that there are.", MetricType::Gauge,
          kHandler | kRelay, [](Series& s) { s.gauge(s.numbers().broker_connections); }},
    Entry{"chat_likes_events_published_total", "Events that the broker has acknowledged.", MetricType::Counter,
          kHandler | kRelay, [](Series& s) { s.counter(s.numbers().events_published); }},
    Entry{"chat_likes_events_refused_total", "Events that the broker has refused.", MetricType::Counter,
          kHandler | kRelay, [](Series& s) { s.counter(s.numbers().events_refused); }},
    Entry{"chat_likes_events_not_sent_total",
          "Events that could not be handed to the broker, and are the relay's to tell.", MetricType::Counter,
          kHandler | kRelay, [](Series& s) { s.counter(s.numbers().events_not_sent); }},
    Entry{"chat_likes_events_conflated_total", "Events that were put off, to be told together with what follows.",
          MetricType::Counter, kHandler, [](Series& s) { s.counter(s.numbers().events_conflated); }},
    Entry{"chat_likes_events_relayed_total", "Events that the relay published because their handler did not.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.numbers().events_relayed); }},
    Entry{"chat_likes_revocations_told_total", "Members who left and of whom the broker was told.", MetricType::Counter,
          kRelay, [](Series& s) { s.counter(s.numbers().revocations_told); }},
    Entry{"chat_likes_revocations_looked_at_timestamp_seconds",
          "When the relay last looked who left, and the broker knew it all.", MetricType::Gauge, kRelay,
          [](Series& s) { s.gauge(s.numbers().revocations_looked_at); }},
    Entry{"chat_likes_counters_compared_total", "Counters that the relay has compared with their likes.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.numbers().counters_compared); }},
    Entry{"chat_likes_counters_drifted_total", "Of them, those that said something else than their likes.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.numbers().counters_drifted); }},
    Entry{"chat_likes_counters_repaired_total", "Of those, the ones that the relay has corrected.", MetricType::Counter,
          kRelay, [](Series& s) { s.counter(s.numbers().counters_repaired); }},
    Entry{"chat_likes_audit_failures_total", "Parts of the tables that could not be compared or corrected.",
          MetricType::Counter, kRelay, [](Series& s) { s.counter(s.numbers().audit_failures); }},
    Entry{"chat_likes_audited_timestamp_seconds",
          "When the relay had last been through all counters; 0: not since it was started.", MetricType::Gauge, kRelay,
          [](Series& s) { s.gauge(s.numbers().audited_at); }},
    Entry{"chat_likes_broker_admissions_total", "Connections that asked the broker to be let in, by its answer.",
          MetricType::Counter, kPlugin,
          [](Series& s) { labelled(s, s.numbers().admissions, "verdict", metrics::kAdmissions); }},
    Entry{"chat_likes_broker_sessions", "Connections that the broker's plugin knows.", MetricType::Gauge, kPlugin,
          [](Series& s) { s.gauge(s.numbers().broker_sessions); }},
    Entry{"chat_likes_broker_revocations", "Revocations that the broker's plugin remembers.", MetricType::Gauge,
          kPlugin, [](Series& s) { s.gauge(s.numbers().broker_revocations); }},
    Entry{"chat_likes_broker_admits_users", "1 if the relay has told who left, so that users are let in; else 0.",
          MetricType::Gauge, kPlugin, [](Series& s) { s.gauge(s.numbers().broker_admits_users); }},
    Entry{"chat_likes_log_lines_suppressed_total", "Lines that were not written because there were too many alike.",
          MetricType::Counter, kHandler | kRelay, [](Series& s) { s.counter(s.numbers().log_lines_suppressed); }},
};

/// Living processes of each program that ever ran.
MetricFamily processes(const std::vector<Counted>& all) {
    std::map<std::string, int> alive;
    for (const auto& counted : all) alive[counted.program] += counted.is_alive ? 1 : 0;
    MetricFamily family{"chat_likes_processes", "Living processes of a program.", MetricType::Gauge, {}};
    for (const auto& [program, count] : alive) {
        ClientMetric metric;
        metric.label = {{"program", program}};
        metric.gauge.value = count;
        family.metric.push_back(std::move(metric));
    }
    return family;
}

}  // namespace

std::vector<MetricFamily> families(const std::vector<Counted>& all) {
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

}  // namespace likes::exposition
