#include "faults/broker_memory.hpp"

#include <fstream>
#include <string>

#include "support/service.hpp"

namespace likes::test {

// VmRSS of proc(5).
std::size_t broker_kilobytes() {
    std::ifstream status{"/proc/" + std::to_string(workers_of("mosquitto").at(0)) + "/status"};
    for (std::string word; status >> word;) {
        std::size_t kilobytes = 0;
        if (word == "VmRSS:" && status >> kilobytes) return kilobytes;
    }
    return 0;
}

}  // namespace likes::test
