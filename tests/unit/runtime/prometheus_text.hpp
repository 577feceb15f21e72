#pragma once

#include <limits>
#include <sstream>
#include <string>
#include <vector>

/// Reads what Prometheus reads.
namespace likes::test {

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

inline std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// The value of the series, which is named as it stands in the text; NaN if it is not there exactly once.
inline double value_of(const std::string& text, const std::string& series) {
    double value = std::numeric_limits<double>::quiet_NaN();
    int found = 0;
    for (const auto& line : lines_of(text)) {
        if (!line.starts_with(series + ' ')) continue;
        value = std::stod(line.substr(series.size()));
        ++found;
    }
    return found == 1 ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace likes::test
