#pragma once

#include <string>
#include <vector>

#include "faults/proxy.hpp"
#include "support/service.hpp"

/// Proxies on the links between the services of the instance. The services are told of them by settings of their start,
/// or find the proxy where they look for the other; the instance is as before when the object goes.
namespace likes::test {

/// The handlers that change something.
const std::vector<std::string>& writing_handlers();

/// Between these handlers (and the relay, by that name) and the database and the broker. Restarts them. Everybody else
/// goes on to talk to both without proxies.
class BackLinks {
  public:
    explicit BackLinks(const std::vector<std::string>& names);

    Proxy& database() { return database_; }
    Proxy& broker() { return broker_; }

    /// What a service must be started with to use them.
    Variables settings() const;

  private:
    Proxy database_;
    Proxy broker_;
    HandlersWith services_;
};

/// Between nginx and a handler. The proxy takes the place of the handler's socket, which gets another name. Until it
/// goes, the handler may be killed and reloaded, but not stopped and started: that would take the place back.
class FrontLink {
  public:
    explicit FrontLink(const std::string& handler);
    ~FrontLink();

    FrontLink(const FrontLink&) = delete;
    FrontLink& operator=(const FrontLink&) = delete;

    const std::string& handler() const { return handler_; }
    Proxy& proxy() { return proxy_; }

  private:
    std::string handler_;
    std::string socket_;
    std::string moved_;
    Proxy proxy_;
};

}  // namespace likes::test
