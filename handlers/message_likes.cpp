#include <cstdlib>
#include <exception>
#include <functional>
#include <utility>

#include "api/answer.hpp"
#include "api/likes_endpoint.hpp"
#include "config/config.hpp"
#include "fcgi/server.hpp"
#include "log/log.hpp"
#include "process/stop_signal.hpp"
#include "service/authentication.hpp"
#include "service/read_service.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

using namespace likes;

int main(int argc, char** argv) {
    const auto config = config::parse_or_exit(
        "FastCGI handler of GET /api/v1/messages/{message_id}/likes: who likes a message, since when.", argc, argv);
    log::init("message_likes", config.log_level);
    try {
        process::block_stop_signals();
        store::Session::load_driver();
        service::Authentication authentication{config, system_now};
        service::ReadService service{config};
        const api::LikesEndpoint endpoint{std::ref(authentication),
                                          [&](LikesQuery query) { return service.read(std::move(query)); }};

        fcgi::serve({config.server.threads},
                    [&](const http::Request& request) { return api::answer(request, endpoint); });
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        log::error("cannot run", {{"error", fault.what()}});
        return EXIT_FAILURE;
    }
}
