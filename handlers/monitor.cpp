#include <memory>

#include "api/monitor_endpoint.hpp"
#include "run_handler.hpp"
#include "service/monitor_service.hpp"
#include "time/time.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler("monitor",
                       "FastCGI handler of GET /livez, /readyz and /metrics: for those who watch over it all.", argc,
                       argv, [](const auto& config, auto) {
                           const auto service = std::make_shared<service::MonitorService>(config, system_now);
                           return Handler{api::MonitorEndpoint{[service] { return service->readiness(); },
                                                               [service] { return service->metrics(); }}};
                       });
}
