#include "endpoints/monitor.hpp"

#include <cstdlib>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/monitor.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "monitor", "FastCGI handler of GET /livez, /readyz and /metrics: health checks and metrics.", argc, argv};
    std::vector<std::string> handlers;
    for (const auto handler : split(LIKES_HANDLERS, ',')) handlers.emplace_back(handler);
    service::Monitor monitor{process.config(), std::move(handlers)};
    endpoints::serve(process, endpoints::Monitor{}, monitor);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
