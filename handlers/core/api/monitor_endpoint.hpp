#pragma once

#include <functional>
#include <string>

#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/readiness.hpp"

namespace likes::api {

/// What is asked by machines that watch over the service, on a listener that others do not reach:
///
///     GET /livez     200: the way from nginx to a process and back is open. Asks nobody else.
///     GET /readyz    200 `{"status":"ready",…}`; 200 `degraded`: calls are answered, but events come late, or nobody
///                    is let into the broker; 503 `unready`: the database does not answer
///     GET /metrics   the metrics of all processes, in the text format of Prometheus
class MonitorEndpoint {
  public:
    using Ready = std::function<Readiness()>;
    using Metrics = std::function<std::string()>;

    MonitorEndpoint(Ready ready, Metrics metrics);

    http::Response operator()(const http::Request& request) const;

  private:
    Ready ready_;
    Metrics metrics_;
};

}  // namespace likes::api
