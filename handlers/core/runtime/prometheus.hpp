#pragma once

#include <string>
#include <vector>

#include <prometheus/metric_family.h>

#include "runtime/counter_file.hpp"

/// The counters of the processes in the form that Prometheus reads.
namespace likes::runtime {

/// The counters of these processes as families: names with base units, `_total` for counters, each series with the
/// labels `program` and `process`. There are gauges of living processes only, because whatever a dead process had open
/// is closed.
std::vector<prometheus::MetricFamily> families(const std::vector<ProcessCounters>& all);

/// A family of one gauge without labels.
prometheus::MetricFamily gauge(const char* name, const char* help, double value);

/// The families in the text format, version 0.0.4.
std::string to_text(const std::vector<prometheus::MetricFamily>& families);

}  // namespace likes::runtime
