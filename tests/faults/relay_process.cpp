#include "faults/relay_process.hpp"

#include <fstream>

#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {

namespace {

/// What the process has in /proc/PID/`file`, in which each word ends with a NUL.
std::vector<std::string> words_of(pid_t process, const std::string& file) {
    std::ifstream stream{"/proc/" + std::to_string(process) + '/' + file};
    std::vector<std::string> words;
    for (std::string word; std::getline(stream, word, '\0');) words.push_back(word);
    return words;
}

}  // namespace

std::vector<std::string> relay_command() {
    const auto own = workers_of("relay").at(0);
    std::vector<std::string> command{"/usr/bin/env"};
    // Its accounts.
    for (const auto& variable : words_of(own, "environ")) {
        if (variable.starts_with("LIKES_DB_") || variable.starts_with("LIKES_MQTT_")) command.push_back(variable);
    }
    for (const auto& word : words_of(own, "cmdline")) command.push_back(word);
    command.insert(command.end(), {"--mqtt-port", std::to_string(stack().broker_port)});
    return command;
}

RelayProcess::RelayProcess(const std::vector<std::string>& command)
    : process_{command, stack().var_dir / "log" / ("test-relay-" + unique_uuid() + ".log")} {}

pid_t RelayProcess::lease_holder_pid() {
    const auto rows = sql("SELECT holder FROM leases WHERE name = 'relay' AND expires_at > UTC_TIMESTAMP(6)");
    if (rows.empty()) return 0;
    const std::string& holder = rows.at(0).at(0);
    return std::stoi(holder.substr(holder.rfind(':') + 1));
}

}  // namespace likes::test
