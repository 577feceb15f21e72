#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "support/command.hpp"

/// Disturbing the services of the instance, through scripts/service. What a case stops runs again when it ends.
namespace likes::test {

void restart_service(const std::string& name);

/// The processes that do the work: behind a handler's supervisor, or the service itself.
std::vector<pid_t> workers_of(const std::string& name);

/// SIGKILL for each working process. Returns how many there were.
std::size_t kill_workers_of(const std::string& name);

/// Stops a service as long as the object lives.
class StoppedService {
  public:
    explicit StoppedService(std::string name);
    ~StoppedService();

    StoppedService(const StoppedService&) = delete;
    StoppedService& operator=(const StoppedService&) = delete;

    /// Starts it again before the object goes. Throws if that fails.
    void start();

  private:
    std::string name_;
    bool stopped_ = true;
};

/// SIGSTOP for a service as long as the object lives: it is there, and does nothing.
class FrozenService {
  public:
    explicit FrozenService(const std::string& name);
    ~FrozenService();

    FrozenService(const FrozenService&) = delete;
    FrozenService& operator=(const FrozenService&) = delete;

  private:
    std::vector<pid_t> pids_;
};

/// Handlers that run with other settings as long as the object lives.
class HandlersWith {
  public:
    HandlersWith(const Variables& settings, std::vector<std::string> names);
    ~HandlersWith();

    HandlersWith(const HandlersWith&) = delete;
    HandlersWith& operator=(const HandlersWith&) = delete;

  private:
    /// Changes nothing yet; what the other constructor does half is undone as well.
    explicit HandlersWith(std::vector<std::string> names);

    std::vector<std::string> names_;
};

/// nginx with other settings as long as the object lives.
class NginxWith {
  public:
    explicit NginxWith(const Variables& settings);
    ~NginxWith();

    NginxWith(const NginxWith&) = delete;
    NginxWith& operator=(const NginxWith&) = delete;
};

/// A handler that cannot reach the broker as long as the object lives, while everybody else can: all that it commits is
/// left to the relay.
class HandlerWithoutBroker {
  public:
    explicit HandlerWithoutBroker(const std::string& name);

  private:
    HandlersWith handler_;
};

/// Keeps every relay from what is done under this lease as long as the object lives, or until it is released: it is
/// somebody else's. By default that is to publish what is left in the outbox.
class HeldLease {
  public:
    explicit HeldLease(std::string name = "relay");
    ~HeldLease();

    HeldLease(const HeldLease&) = delete;
    HeldLease& operator=(const HeldLease&) = delete;

    void release() const;

  private:
    std::string name_;
};

}  // namespace likes::test
