// What the processes come to hold over many requests.
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "say.hpp"
#include "scenarios/scenarios.hpp"
#include "support/processes.hpp"

namespace likes::bench {
namespace {

/// Resident memory of one process (proc(5)); 0 if it is gone.
double resident_mb(pid_t pid) {
    constexpr std::string_view kResident = "VmRSS:";
    constexpr double kKilobytesPerMegabyte = 1024;
    std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(kResident)) return std::stod(line.substr(kResident.size())) / kKilobytesPerMegabyte;
    }
    return 0;
}

bool is_ours(const std::string& service) {
    return service != "mariadb" && service != "mosquitto" && service != "nginx";
}

/// Of each service that is ours, the largest process: it is not the supervisor, which does nothing.
std::map<std::string, double> resident_mb_by_service() {
    std::map<std::string, double> largest;
    for (const auto& [service, processes] : test::processes_of_instance()) {
        if (!is_ours(service)) continue;
        for (const pid_t pid : processes) largest[service] = std::max(largest[service], resident_mb(pid));
    }
    return largest;
}

std::string in_mb(double number) {
    return fixed(number, 2) + " MB";
}

/// What was seen of one service.
struct Memory {
    double first_mb;
    /// When three quarters of the requests were made: caches are full by then.
    double warm_mb;
    double last_mb;
};

}  // namespace

void measure_memory(Bench& bench) {
    constexpr const char* kEverything = "everything";
    const Contestant product{"all handlers", bench.product().instance};
    const std::size_t wanted = bench.scale().requests_of_memory;
    bench.reset({product}, 10);
    bench.warm_up({product}, {kEverything});

    std::map<std::string, Memory> memories;
    std::size_t requests = 0;
    while (requests < wanted) {
        requests += bench.measure({kEverything, product, 64, kEverything}).requests;
        for (const auto& [service, now] : resident_mb_by_service()) {
            bench.put_quietly(kEverything, service, {{"resident_mb", now}});
            auto& memory = memories.try_emplace(service, Memory{now, now, now}).first->second;
            memory.last_mb = now;
            if (requests <= wanted * 3 / 4) memory.warm_mb = now;
        }
    }

    double largest = 0;
    double growth = 0;
    for (const auto& [service, memory] : memories) {
        say("      " + service + ": " + in_mb(memory.first_mb) + " at first, " + in_mb(memory.last_mb) + " in the end");
        largest = std::max(largest, memory.last_mb);
        growth = std::max(growth, memory.last_mb - memory.warm_mb);
    }
    bench.put(kEverything, "largest handler", {{"end_mb", largest}, {"growth_mb", growth}});
}

}  // namespace likes::bench
