#include "run_handler.hpp"

#include <cstdlib>
#include <exception>

#include "fcgi/server.hpp"
#include "log/log.hpp"
#include "metrics/process.hpp"
#include "process/heaps.hpp"
#include "process/stop_signal.hpp"
#include "service/authentication.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes {

int run_handler(const std::string& name, const std::string& description, int argc, char** argv,
                const Compose& compose) {
    const auto config = config::parse_or_exit(description, argc, argv);
    log::init(name, config.log_level);
    if (const auto fault = metrics::publish(config.metrics_dir, name)) {
        log::warning("nobody can read what this process counts", {{"error", *fault}});
    }
    try {
        process::limit_heaps();
        process::block_stop_signals();
        store::Session::load_driver();
        service::Authentication authentication{config, system_now};
        const Handler handler = compose(config, std::ref(authentication));

        fcgi::serve({config.server.threads},
                    [&](const http::Request& request) { return api::answer(request, handler.endpoint); });

        handler.drain();
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}

}  // namespace likes
