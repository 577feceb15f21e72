// Answers every call with nothing, through the same room that serves the real handlers: what HTTP and FastCGI cost
// alone.
#include <cstdlib>
#include <exception>

#include "config/config.hpp"
#include "fcgi/server.hpp"
#include "log/log.hpp"
#include "process/stop_signal.hpp"

using namespace likes;

int main(int argc, char** argv) {
    const auto config = config::parse_or_exit("FastCGI handler that answers with nothing.", argc, argv);
    log::init("empty_answer", config.log_level);
    try {
        process::block_stop_signals();
        fcgi::serve({config.server.threads}, [](const http::Request&) { return http::Response{}; });
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}
