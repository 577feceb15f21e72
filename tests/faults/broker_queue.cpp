#include "faults/broker_queue.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include "support/stack.hpp"

namespace likes::test {

// From proc(5), /proc/net/tcp.
std::size_t unread_by_broker() {
    constexpr int kHex = 16;
    std::ifstream table{"/proc/net/tcp"};
    std::size_t bytes = 0;
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream fields{line};
        std::string slot;
        std::string local;
        std::string remote;
        std::string state;
        std::string queues;
        fields >> slot >> local >> remote >> state >> queues;
        constexpr const char* kEstablished = "01";
        if (state != kEstablished ||
            std::stoi(local.substr(local.find(':') + 1), nullptr, kHex) != stack().broker_port) {
            continue;
        }
        bytes += std::stoul(queues.substr(queues.find(':') + 1), nullptr, kHex);
    }
    return bytes;
}

}  // namespace likes::test
