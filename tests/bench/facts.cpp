#include "facts.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <string_view>
#include <thread>

#include <sys/utsname.h>

#include "support/command.hpp"

namespace likes::bench {
namespace {

namespace fs = std::filesystem;

/// What stands behind `name` and a colon in a file of /proc; empty if there is no such line.
std::string proc_value(const fs::path& path, std::string_view name) {
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(name)) continue;
        const auto begin = line.find_first_not_of(" \t", line.find(':') + 1);
        return begin == std::string::npos ? "" : line.substr(begin);
    }
    return {};
}

/// The first line of what a command says; "unknown" if it fails.
std::string answer_of(const std::vector<std::string>& command) {
    const auto result = test::run(command);
    if (result.exit_code != 0) return "unknown";
    return result.output.substr(0, result.output.find('\n'));
}

std::string version_of(const fs::path& checkout) {
    return answer_of({"git", "-C", checkout.string(), "describe", "--always", "--dirty"});
}

std::string kernel_release() {
    utsname system{};
    uname(&system);
    return static_cast<const char*>(system.release);
}

std::string now() {
    const std::time_t seconds = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, "%Y-%m-%dT%H:%M:%SZ");
    return text.str();
}

std::string packages() {
    return answer_of({"dpkg-query", "-W", "-f=${Package} ${Version}, ", "nginx", "mariadb-server-core", "mosquitto",
                      "libmosquitto1", "libfcgi0ldbl", "libmysqlcppconn7v5", "libmariadb3", "wrk"});
}

/// Those that may change what is measured, and have a value.
std::vector<Fact> setting_facts(const Instance& instance) {
    std::vector<Fact> facts;
    for (const auto& [name, value] : settings_of(instance)) {
        const bool counts = name == "DB_BUFFER_POOL" || (name.starts_with("LIKES_") && name != "LIKES_BIN_DIR");
        if (counts && !value.empty()) facts.push_back({"settings", name, value});
    }
    return facts;
}

}  // namespace

std::string load_average() {
    std::ifstream file{"/proc/loadavg"};
    std::array<std::string, 3> loads;
    file >> loads[0] >> loads[1] >> loads[2];
    return loads[0] + ' ' + loads[1] + ' ' + loads[2];
}

std::vector<Fact> collect_facts(const Scale& scale, const Instances& instances, const std::string& load_before) {
    const Instance& product = instances.at("main");
    std::vector<Fact> facts{
        {"machine", "processor", proc_value("/proc/cpuinfo", "model name")},
        {"machine", "cores", std::to_string(std::thread::hardware_concurrency())},
        {"machine", "memory_kb", std::to_string(std::stoul(proc_value("/proc/meminfo", "MemTotal")))},
        {"machine", "kernel", kernel_release()},
        {"machine", "load_average", load_before},
        {"versions", "product", version_of(product.checkout)},
    };
    if (const Instance* const baseline = instances.find("baseline")) {
        facts.push_back({"versions", "baseline", version_of(baseline->checkout)});
    }
    facts.insert(facts.end(), {
                                  {"versions", "compiler", answer_of({"c++", "--version"})},
                                  {"versions", "packages", packages()},
                                  {"run", "begun_at", now()},
                                  {"run", "quick", scale.is_quick ? "yes" : "no"},
                                  {"run", "rounds", std::to_string(scale.rounds)},
                                  {"run", "seconds", std::to_string(scale.duration.count())},
                                  {"run", "likes_of_largest_message", std::to_string(scale.likes_of_largest_message)},
                                  {"run", "likes_of_large_table", std::to_string(scale.likes_of_large_table())},
                                  {"run", "requests_of_memory", std::to_string(scale.requests_of_memory)},
                              });
    const auto settings = setting_facts(product);
    facts.insert(facts.end(), settings.begin(), settings.end());
    const auto flush = run_script(product, "sql", {"-N", "-e", "SELECT @@innodb_flush_log_at_trx_commit"});
    facts.push_back({"settings", "innodb_flush_log_at_trx_commit", flush.substr(0, flush.find('\n'))});
    return facts;
}

}  // namespace likes::bench
