#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "support/command.hpp"

namespace likes::test {

/// The command line of the instance's own relay, with its accounts. The port is said on it, because the configuration
/// file, which all share, names another one while a handler is without the broker.
std::vector<std::string> relay_command();

/// A relay beside the instance's own.
class RelayProcess {
  public:
    explicit RelayProcess(const std::vector<std::string>& command);

    bool holds_lease() const { return lease_holder_pid() == process_.pid(); }
    int end(int signal) { return process_.end(signal); }

    /// The process that holds the lease now; 0 if nobody does.
    static pid_t lease_holder_pid();

  private:
    BackgroundProcess process_;
};

}  // namespace likes::test
