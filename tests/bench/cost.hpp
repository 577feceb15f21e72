#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "figures.hpp"
#include "instances.hpp"

namespace likes::bench {

/// What processes have used of the machine so far.
struct Usage {
    /// Of threads, both those that a thread asked for by waiting and those that it did not.
    std::uint64_t switches = 0;
    std::chrono::microseconds cpu{0};

    Usage operator-(const Usage& earlier) const { return {switches - earlier.switches, cpu - earlier.cpu}; }
    Usage& operator+=(const Usage& other);
};

/// What calls cost an instance, from when this is made. Its processes must stay the same meanwhile.
class CostMeter {
  public:
    /// `handler` is the one that answers the calls. `backend` is whose database and broker serve them, or nullptr.
    CostMeter(const Instance& instance, const Instance* backend, std::string handler);

    /// Appends `switches_per_request` and `handler_cpu_us_per_request` of the handler, and `cpu_us_per_request` of
    /// everything that served: web server, handlers, relay, broker, analytics, notifier, database.
    void append_to(Values& values, std::size_t requests) const;

  private:
    struct Reading {
        Usage handler;
        Usage everything;
    };
    Reading read() const;

    const Instance* instance_;
    const Instance* backend_;
    std::string handler_;
    Reading before_;
};

}  // namespace likes::bench
