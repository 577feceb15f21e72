#pragma once

#include <string>
#include <vector>

#include "instances.hpp"
#include "scale.hpp"

namespace likes::bench {

/// Something else that must be known to judge figures.
struct Fact {
    /// Facts of one group follow one another.
    std::string group;
    std::string name;
    std::string value;
};

/// Of 1, 5 and 15 minutes.
std::string load_average();

/// The machine, the versions of everything, the settings. `load_before` is the load average before this run.
std::vector<Fact> collect_facts(const Scale& scale, const Instances& instances, const std::string& load_before);

}  // namespace likes::bench
