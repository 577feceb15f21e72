#include "like_process.hpp"

#include <cstdlib>
#include <exception>
#include <functional>
#include <utility>

#include "api/answer.hpp"
#include "api/like_endpoint.hpp"
#include "config/config.hpp"
#include "fcgi/server.hpp"
#include "log/log.hpp"
#include "process/stop_signal.hpp"
#include "service/authentication.hpp"
#include "service/write_service.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes {

int run_like_process(const std::string& name, const std::string& description, Action action, int argc, char** argv) {
    const auto config = config::parse_or_exit(description, argc, argv);
    log::init(name, config.log_level);
    try {
        process::block_stop_signals();
        store::Session::load_driver();
        service::Authentication authentication{config, system_now};
        service::WriteService service{config, system_now};
        const api::LikeEndpoint endpoint{action, std::ref(authentication),
                                         [&](LikeChange change) { return service.change(std::move(change)); }};

        fcgi::serve({config.server.threads},
                    [&](const http::Request& request) { return api::answer(request, endpoint); });

        service.drain();
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}

}  // namespace likes
