#pragma once

#include <exception>
#include <string>

#include "runtime/config.hpp"

namespace likes::runtime {

/// The beginning of every program: reads the configuration, opens the log and the counters, and blocks SIGTERM and
/// SIGINT, so that a signal to stop can be waited for and interrupts nothing. Owned by main(), which makes it first,
/// before any other thread starts.
class Process {
  public:
    /// `description` is for `--help`. Throws Exit if the program has to print a text instead of running.
    Process(const std::string& name, const std::string& description, int argc, char** argv);
    /// The same for a command, which ends by itself, and whose own options `extend` adds. What it counts is for nobody
    /// to see: the monitor would call a command that has ended a program that is down.
    Process(const std::string& name, const std::string& description, int argc, char** argv, const Extend& extend);
    ~Process();

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    const Config& config() const { return config_; }

    /// A descriptor that becomes readable at the first SIGTERM or SIGINT, and stays readable.
    int stop_signal() const { return stop_signal_; }

    /// Waits for SIGTERM or SIGINT.
    void wait_for_stop_signal() const;

  private:
    Config config_;
    int stop_signal_ = -1;
};

/// Reports `fault` and returns main()'s exit status. The text of an Exit is printed; any other exception is logged.
int failed(const std::exception& fault);

}  // namespace likes::runtime
