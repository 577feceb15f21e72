#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <prometheus/metric_family.h>

#include "metrics/counter.hpp"
#include "metrics/file.hpp"

namespace likes::exposition {

/// Takes the series of one process into a family, with the labels `program` and `process`. Gauges of a living process
/// only: what a dead one had open is closed.
class Series {
  public:
    Series(prometheus::MetricFamily& family, const metrics::Counted& counted) : family_{family}, counted_{counted} {}

    const metrics::Numbers& numbers() const { return counted_.numbers(); }

    void counter(const metrics::Counter& counter, std::string_view label = {}, std::string_view value = {}) {
        add(label, value).counter.value = static_cast<double>(counter.value());
    }

    void gauge(const metrics::Gauge& gauge) {
        if (counted_.is_alive) add({}, {}).gauge.value = static_cast<double>(gauge.value());
    }

    /// `per_unit`: how many of the histogram's whole numbers are one of the family's unit.
    template <auto kBounds>
    void histogram(const metrics::Histogram<kBounds>& histogram, double per_unit) {
        auto& metric = add({}, {}).histogram;
        std::uint64_t cumulative = 0;
        for (std::size_t range = 0; range <= kBounds.size(); ++range) {
            cumulative += histogram.count(range);
            const double bound = range < kBounds.size() ? static_cast<double>(kBounds[range]) / per_unit
                                                        : std::numeric_limits<double>::infinity();
            metric.bucket.push_back({cumulative, bound});
        }
        metric.sample_count = cumulative;
        metric.sample_sum = static_cast<double>(histogram.sum()) / per_unit;
    }

  private:
    prometheus::ClientMetric& add(std::string_view label, std::string_view value) {
        prometheus::ClientMetric metric;
        metric.label = {{"program", counted_.program}, {"process", counted_.process}};
        if (!label.empty()) metric.label.push_back({std::string{label}, std::string{value}});
        family_.metric.push_back(std::move(metric));
        return family_.metric.back();
    }

    prometheus::MetricFamily& family_;
    const metrics::Counted& counted_;
};

}  // namespace likes::exposition
