#include "cost.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

#include <sys/types.h>
#include <unistd.h>

#include "support/processes.hpp"

namespace likes::bench {
namespace {

namespace fs = std::filesystem;

/// What a task's status says (proc(5)), in a line for each kind of switch.
std::uint64_t switches_of(const fs::path& task) {
    std::ifstream file{task / "status"};
    std::uint64_t switches = 0;
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(':');
        if (std::string_view{line}.substr(0, colon).ends_with("voluntary_ctxt_switches")) {
            switches += std::stoull(line.substr(colon + 1));
        }
    }
    return switches;
}

/// In user mode and in the kernel: the fields 14 and 15 of stat (proc(5)), in ticks of the clock.
std::chrono::microseconds cpu_of(const fs::path& process) {
    constexpr int kFieldsBetween = 11;  // the name and utime
    std::ifstream file{process / "stat"};
    std::string line;
    std::getline(file, line);
    std::istringstream fields{line.substr(line.rfind(')') + 1)};
    std::string skipped;
    for (int i = 0; i < kFieldsBetween; ++i) fields >> skipped;
    std::int64_t user = 0;
    std::int64_t kernel = 0;
    fields >> user >> kernel;
    return std::chrono::microseconds{std::chrono::seconds{user + kernel}} / sysconf(_SC_CLK_TCK);
}

Usage usage_of(const std::set<pid_t>& processes) {
    Usage usage;
    for (const pid_t pid : processes) {
        const fs::path process = "/proc/" + std::to_string(pid);
        usage.cpu += cpu_of(process);
        for (const auto& task : fs::directory_iterator{process / "task"}) usage.switches += switches_of(task.path());
    }
    return usage;
}

bool is_of_backend(const std::string& service) {
    return service == "mariadb" || service == "mosquitto" || service == "relay" || service == "analytics" ||
           service == "notifier";
}

}  // namespace

Usage& Usage::operator+=(const Usage& other) {
    switches += other.switches;
    cpu += other.cpu;
    return *this;
}

CostMeter::CostMeter(const Instance& instance, const Instance* backend, std::string handler)
    : instance_{&instance}, backend_{backend}, handler_{std::move(handler)}, before_{read()} {}

CostMeter::Reading CostMeter::read() const {
    Reading reading;
    for (const auto& [service, processes] : test::processes_of_instance(instance_->directory)) {
        const auto usage = usage_of(processes);
        reading.everything += usage;
        if (service == handler_) reading.handler = usage;
    }
    if (backend_ == nullptr || backend_ == instance_) return reading;
    for (const auto& [service, processes] : test::processes_of_instance(backend_->directory)) {
        if (is_of_backend(service)) reading.everything += usage_of(processes);
    }
    return reading;
}

void CostMeter::append_to(Values& values, std::size_t requests) const {
    const auto now = read();
    const auto per_request = [&](auto amount) { return static_cast<double>(amount) / static_cast<double>(requests); };
    const auto handler = now.handler - before_.handler;
    values.push_back({"switches_per_request", per_request(handler.switches)});
    values.push_back({"handler_cpu_us_per_request", per_request(handler.cpu.count())});
    values.push_back({"cpu_us_per_request", per_request((now.everything - before_.everything).cpu.count())});
}

}  // namespace likes::bench
