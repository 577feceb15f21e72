#include "figures.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

namespace likes::bench {

void say_figure(std::string_view name, double value) {
    std::cout << "figure " << name << ' ' << std::fixed << std::setprecision(3) << value << std::endl;
}

double Durations::percentile(double share) const {
    if (values_.empty()) throw std::runtime_error{"nothing was measured"};
    auto sorted = values_;
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
}

void Durations::say(std::string_view prefix) const {
    constexpr double kMost = 0.99;
    say_figure(std::string{prefix} + "p50_ms", percentile(0.5));
    say_figure(std::string{prefix} + "p99_ms", percentile(kMost));
}

}  // namespace likes::bench
