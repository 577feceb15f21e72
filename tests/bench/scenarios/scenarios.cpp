#include "scenarios/scenarios.hpp"

#include <algorithm>
#include <stdexcept>

namespace likes::bench {

const std::vector<Scenario>& all_scenarios() {
    static const std::vector<Scenario> kScenarios{
        {"like", {"empty", "alone", "baseline"}, measure_like},
        {"unlike", {"empty"}, measure_unlike},
        {"read", {"empty", "baseline"}, measure_read},
        {"mixed", {"empty"}, measure_mixed},
        {"hot", {}, measure_hot},
        {"fanout", {}, measure_fanout},
        {"latency", {}, measure_latency},
        {"growth", {"large"}, measure_growth},
        {"overload", {"limited"}, measure_overload},
        {"signatures", {"signatures", "baseline"}, measure_signatures},
        {"memory", {}, measure_memory},
        {"analytics", {"unfed", "unnoticed"}, measure_analytics},
        {"notices", {"unnoticed"}, measure_notices},
    };
    return kScenarios;
}

std::vector<Scenario> choose_scenarios(const std::vector<std::string>& names) {
    if (names.empty()) return all_scenarios();
    std::vector<Scenario> chosen;
    for (const auto& name : names) {
        const auto& all = all_scenarios();
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const Scenario& each) { return each.name == name; });
        if (found == all.end()) throw std::invalid_argument{"there is no scenario '" + name + "'"};
        chosen.push_back(*found);
    }
    return chosen;
}

}  // namespace likes::bench
