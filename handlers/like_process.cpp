#include "like_process.hpp"

#include <memory>
#include <utility>

#include "api/like_endpoint.hpp"
#include "run_handler.hpp"
#include "service/write_service.hpp"
#include "time/time.hpp"

namespace likes {

int run_like_process(const std::string& name, const std::string& description, Action action, int argc, char** argv) {
    return run_handler(name, description, argc, argv, [action](const auto& config, auto authenticate) {
        const auto service = std::make_shared<service::WriteService>(config, system_now);
        return Handler{api::LikeEndpoint{action, std::move(authenticate),
                                         [service](LikeChange change) { return service->change(std::move(change)); }},
                       [service] { service->drain(); }};
    });
}

}  // namespace likes
