#pragma once

#include <cstddef>

#include "service/monitor.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// Health checks and metrics, on a listener that clients do not reach:
///
///     GET /livez     200: nginx reaches a process, and the process answers. Asks neither database nor broker.
///     GET /readyz    200 `{"status":"ready",…}`; 200 `degraded`: requests are served, but events are published late,
///                    or the broker admits no users; 503 `unready`: the database does not answer, or a handler is down
///     GET /metrics   the metrics of all processes, in the text format of Prometheus
class Monitor {
  public:
    using Query = service::MonitorQuery;

    static service::MonitorQuery parse(const web::Request& request);
    static std::size_t lane_hash(service::MonitorQuery query) { return static_cast<std::size_t>(query); }
    static web::Response render(const web::Request& request, service::MonitorQuery query,
                                const service::MonitorView& view);
};

}  // namespace likes::endpoints
