#include "record.hpp"

#include <algorithm>

namespace likes::bench {

bool Series::is(const Figure& figure) const {
    return scenario == figure.scenario && circumstances == figure.circumstances && contestant == figure.contestant &&
           name == figure.name;
}

bool Series::has_same_contestant(const Series& other) const {
    return scenario == other.scenario && circumstances == other.circumstances && contestant == other.contestant;
}

double Series::median() const {
    auto sorted = rounds;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

void Record::put(const Figure& figure, double value) {
    auto series = std::find_if(all_.begin(), all_.end(), [&](const Series& known) { return known.is(figure); });
    if (series == all_.end()) {
        series = all_.insert(all_.end(), {std::string{figure.scenario},
                                          std::string{figure.circumstances},
                                          std::string{figure.contestant},
                                          std::string{figure.name},
                                          {}});
    }
    series->rounds.push_back(value);
}

std::optional<double> Record::median(const Figure& figure) const {
    const auto series = std::find_if(all_.begin(), all_.end(), [&](const Series& known) { return known.is(figure); });
    if (series == all_.end()) return std::nullopt;
    return series->median();
}

}  // namespace likes::bench
