#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "base/steady_clock.hpp"

/// When is tried again what another server did not take.
namespace likes::outbound {

struct Backoff {
    /// How long the first wait is at most; each further one is up to twice as long.
    std::chrono::milliseconds first{10'000};
    std::chrono::milliseconds longest{600'000};
    /// What is waited in any case.
    std::chrono::milliseconds least{0};

    /// The wait after so many failed attempts, 1 or more. Any length up to the bound is as likely as any other ("full
    /// jitter"), so that those who failed together do not come back together. `random` is from 0 up to, without, 1.
    std::chrono::milliseconds wait(std::size_t attempts, double random) const;
};

/// Whether a host is to be spared. When several requests in a row have failed, nothing is sent there but one from time
/// to time, which finds out whether it is back. A host that names a time is left alone until then. One thread uses it.
class Circuits {
  public:
    /// Failures in a row after which it opens, unless another number is given.
    static constexpr std::size_t kFailures = 5;
    /// Between two attempts to find out; each time that fails, twice as long.
    static constexpr std::chrono::seconds kFirstProbe{30};
    static constexpr std::chrono::seconds kLastProbe{600};
    /// How long the others wait for the one that finds out: longer than a request may take.
    static constexpr std::chrono::seconds kProbeTime{11};
    /// The longest time that is waited because a host says so.
    static constexpr std::chrono::hours kWaitMax{1};
    /// Hosts that are remembered; beyond that those that work are forgotten.
    static constexpr std::size_t kHostsMax = 10'000;

    explicit Circuits(std::size_t failures = kFailures) : failures_{failures} {}

    /// How long nothing may be sent there; 0: now. Whoever then sends has to say how it went: of a host that is tried
    /// out, nothing else may be sent until then.
    std::chrono::milliseconds wait(const std::string& host, SteadyTime now);

    void succeeded(const std::string& host);
    void failed(const std::string& host, SteadyTime now);
    /// Nothing may be sent there for so long, at most kWaitMax.
    void rest(const std::string& host, std::chrono::milliseconds length, SteadyTime now);

    /// How many are open.
    std::size_t open() const;

  private:
    struct Host {
        std::size_t failures = 0;
        std::chrono::seconds probe = kFirstProbe;
        /// Somebody finds out whether it is back.
        bool is_tried = false;
        SteadyTime closed_until{};
        SteadyTime rests_until{};
    };

    std::size_t failures_;
    std::map<std::string, Host> hosts_;
};

}  // namespace likes::outbound
