#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench.hpp"

namespace likes::bench {

/// What scripts/bench can measure.
struct Scenario {
    std::string_view name;
    /// What must run beside the main instance; scripts/bench knows how each is started. `baseline` only if there is
    /// one.
    std::vector<std::string_view> instances;
    void (*measure)(Bench&);
};

/// In the order in which they are measured.
const std::vector<Scenario>& all_scenarios();

/// Those of these names, or all. Throws std::invalid_argument if there is none of a name.
std::vector<Scenario> choose_scenarios(const std::vector<std::string>& names);

void measure_like(Bench& bench);
void measure_unlike(Bench& bench);
void measure_read(Bench& bench);
void measure_mixed(Bench& bench);
void measure_hot(Bench& bench);
void measure_fanout(Bench& bench);
void measure_latency(Bench& bench);
void measure_growth(Bench& bench);
void measure_overload(Bench& bench);
void measure_signatures(Bench& bench);
void measure_memory(Bench& bench);
void measure_analytics(Bench& bench);
void measure_notices(Bench& bench);

}  // namespace likes::bench
