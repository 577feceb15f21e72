#include "relay/holder_name.hpp"

#include <unistd.h>

namespace likes::relay {

std::string holder_name() {
    std::string host(64, '\0');
    if (gethostname(host.data(), host.size() - 1) != 0) host = "unknown";
    host.resize(host.find('\0') == std::string::npos ? host.size() : host.find('\0'));
    const std::string pid = ':' + std::to_string(getpid());
    return host.substr(0, 64 - pid.size()) + pid;
}

}  // namespace likes::relay
