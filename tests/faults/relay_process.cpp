#include "faults/relay_process.hpp"

#include <fstream>

#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {

std::vector<std::string> relay_command() {
    std::ifstream file{"/proc/" + std::to_string(workers_of("relay").at(0)) + "/cmdline"};
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    words.insert(words.end(), {"--mqtt-port", std::to_string(stack().broker_port)});
    return words;
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
