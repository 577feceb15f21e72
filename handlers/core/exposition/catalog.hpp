#pragma once

#include <vector>

#include <prometheus/metric_family.h>

#include "metrics/file.hpp"

namespace likes::exposition {

/// What the processes have counted, as families of Prometheus: names with base units, `_total` for counters, each
/// series with the labels `program` and `process`. Gauges are of living processes only: what a dead one had open is
/// closed.
std::vector<prometheus::MetricFamily> families(const std::vector<metrics::Counted>& all);

/// A family of one gauge without labels.
prometheus::MetricFamily gauge(const char* name, const char* help, double value);

}  // namespace likes::exposition
