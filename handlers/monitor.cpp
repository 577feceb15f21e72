#include "endpoints/monitor.hpp"

#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/monitor.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "monitor", "FastCGI handler of GET /livez, /readyz and /metrics: health checks and metrics.", argc, argv};
    service::Monitor monitor{process.config()};
    endpoints::serve(process, endpoints::Monitor{}, monitor);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
