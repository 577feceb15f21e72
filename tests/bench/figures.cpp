#include "figures.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace likes::bench {

std::string fixed(double number, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << number;
    return text.str();
}

double value_of(const Values& values, const std::string& name) {
    const auto found = std::find_if(values.begin(), values.end(), [&](const Value& each) { return each.name == name; });
    if (found == values.end()) throw std::runtime_error{"'" + name + "' was not measured"};
    return found->value;
}

double Durations::percentile(double share) const {
    if (values_.empty()) throw std::runtime_error{"nothing was measured"};
    auto sorted = values_;
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
}

void Durations::append_to(Values& values, const std::string& prefix) const {
    constexpr double kHalf = 0.5;
    constexpr double kMost = 0.99;
    values.push_back({prefix + "p50_ms", percentile(kHalf)});
    values.push_back({prefix + "p99_ms", percentile(kMost)});
}

}  // namespace likes::bench
