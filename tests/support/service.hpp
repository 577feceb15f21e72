#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

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

/// A handler that cannot reach the broker as long as the object lives, while everybody else can: all that it commits is
/// left to the relay.
class HandlerWithoutBroker {
  public:
    explicit HandlerWithoutBroker(std::string name);
    ~HandlerWithoutBroker();

    HandlerWithoutBroker(const HandlerWithoutBroker&) = delete;
    HandlerWithoutBroker& operator=(const HandlerWithoutBroker&) = delete;

  private:
    std::string name_;
};

}  // namespace likes::test
