#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <prometheus/metric_family.h>

#include "runtime/counter.hpp"
#include "runtime/counter_file.hpp"

namespace likes::runtime {

/// Adds the series of one process to a family, with the labels `program` and `process`. A gauge is added only if the
/// process is alive, because whatever a dead process had open is closed.
class Series {
  public:
    Series(prometheus::MetricFamily& family, const ProcessCounters& counted) : family_{family}, counted_{counted} {}

    const Counters& counters() const { return counted_.counters(); }

    using Labels = std::vector<prometheus::ClientMetric::Label>;

    void counter(const Counter& counter, std::string_view label = {}, std::string_view value = {}) {
        add(label, value).counter.value = static_cast<double>(counter.value());
    }
    void counter(const Counter& counter, Labels labels) {
        add(std::move(labels)).counter.value = static_cast<double>(counter.value());
    }

    void gauge(const Gauge& gauge, std::string_view label = {}, std::string_view value = {}) {
        if (counted_.is_alive) add(label, value).gauge.value = static_cast<double>(gauge.value());
    }

    /// `per_unit`: how many units of the histogram make one unit of the family; 1e6 for microseconds and seconds.
    template <auto kBounds>
    void histogram(const Histogram<kBounds>& histogram, double per_unit) {
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
        Labels labels;
        if (!label.empty()) labels.push_back({std::string{label}, std::string{value}});
        return add(std::move(labels));
    }
    prometheus::ClientMetric& add(Labels labels) {
        prometheus::ClientMetric metric;
        metric.label = {{"program", counted_.program}, {"process", counted_.process}};
        std::move(labels.begin(), labels.end(), std::back_inserter(metric.label));
        family_.metric.push_back(std::move(metric));
        return family_.metric.back();
    }

    prometheus::MetricFamily& family_;
    const ProcessCounters& counted_;
};

}  // namespace likes::runtime
