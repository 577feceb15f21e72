#include "support/processes.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/stack.hpp"

namespace likes::test {
namespace {

namespace fs = std::filesystem;

/// The session of a process (proc(5), field 6 of stat); 0 if it is gone or is a zombie.
pid_t session_of(const fs::path& process) {
    std::ifstream file{process / "stat"};
    std::string line;
    std::getline(file, line);
    const auto name_end = line.rfind(") ");
    if (name_end == std::string::npos) return 0;
    std::istringstream fields{line.substr(name_end + 2)};
    char state = 'X';
    pid_t parent = 0;
    pid_t group = 0;
    pid_t session = 0;
    fields >> state >> parent >> group >> session;
    return state == 'Z' || state == 'X' ? 0 : session;
}

}  // namespace

std::map<std::string, std::set<pid_t>> processes_of_instance() {
    return processes_of_instance(stack().var_dir);
}

std::map<std::string, std::set<pid_t>> processes_of_instance(const fs::path& var_dir) {
    // Each service is started in a session of its own (scripts/lib/process.sh).
    std::map<pid_t, std::string> services;
    for (const auto& entry : fs::directory_iterator{var_dir / "run"}) {
        pid_t main_pid = 0;
        if (entry.path().extension() == ".pid" && std::ifstream{entry.path()} >> main_pid) {
            services[main_pid] = entry.path().stem();
        }
    }
    std::map<std::string, std::set<pid_t>> processes;
    for (const auto& entry : fs::directory_iterator{"/proc"}) {
        const std::string name = entry.path().filename();
        if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
        const auto service = services.find(session_of(entry.path()));
        if (service != services.end()) processes[service->second].insert(std::stoi(name));
    }
    return processes;
}

}  // namespace likes::test
