#include "support/monitor.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "support/stack.hpp"

namespace likes::test {

HttpResponse ask_monitor(const std::string& path) {
    return HttpClient{}.send({"GET", path, {}, {}, stack().monitor_port});
}

std::string metrics() {
    constexpr int kOk = 200;
    auto response = ask_monitor("/metrics");
    if (response.status != kOk) throw std::runtime_error{"no metrics: " + std::to_string(response.status)};
    return std::move(response.body);
}

double sum_of(const std::string& metrics, const std::string& name, const std::vector<std::string>& labels) {
    std::istringstream lines{metrics};
    double sum = 0;
    for (std::string line; std::getline(lines, line);) {
        const bool is_name = line.starts_with(name + '{') || line.starts_with(name + ' ');
        const bool has_labels = std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
            return line.find(label) != std::string::npos;
        });
        if (is_name && has_labels) sum += std::stod(line.substr(line.rfind(' ')));
    }
    return sum;
}

double metric(const std::string& name, const std::vector<std::string>& labels) {
    return sum_of(metrics(), name, labels);
}

}  // namespace likes::test
