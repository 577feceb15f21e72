#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "faults/preload/control.hpp"
#include "support/command.hpp"

namespace likes::test {

/// A service that runs with the library of preload/fault.cpp in it as long as the object lives. Files are named by a
/// part of their path; there is one such fault at a time, and the clock beside it. What it does begins and ends at
/// once, without a restart. Not thread-safe.
class Preloaded {
  public:
    /// Restarts the service, with these settings as well.
    explicit Preloaded(std::string service, const Variables& settings = {});
    /// Ends the faults and restarts the service without the library.
    ~Preloaded();

    Preloaded(const Preloaded&) = delete;
    Preloaded& operator=(const Preloaded&) = delete;

    /// From now on these calls (preload::kWrites, kFlushes) on such files wait, or fail with that errno.
    void stall(std::uint32_t calls, const std::string& path);
    void fail(std::uint32_t calls, const std::string& path, int error);
    void let_go();

    /// The service's wall clock, beside the machine's.
    void set_clock_ahead(std::chrono::milliseconds ahead);

    /// Calls that wait now.
    std::size_t waiting() const { return control_->waiting; }
    /// Calls that waited or failed since the beginning.
    std::size_t met() const { return control_->met; }

    /// SIGKILL for the service; what waits goes with it. Then the fault ends, and the service is started with the
    /// library in it.
    void kill();
    void start();

  private:
    void begin(std::uint32_t calls, const std::string& path, preload::Action action);

    std::string service_;
    std::filesystem::path file_;
    Variables variables_;
    preload::Control* control_;
};

}  // namespace likes::test
