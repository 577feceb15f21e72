#include "like_process.hpp"

#include <memory>
#include <utility>

#include "run_handler.hpp"
#include "service/write_service.hpp"
#include "time/time.hpp"

namespace likes {

int run_like_process(const std::string& name, const std::string& description, int argc, char** argv,
                     const ComposeChange& compose) {
    return run_handler(name, description, argc, argv, [&](const auto& config, auto authenticate) {
        const auto service = std::make_shared<service::WriteService>(config, system_now);
        auto change = [service](LikeChange asked) { return service->change(std::move(asked)); };
        return Handler{compose(config, std::move(authenticate), std::move(change)), [service] { service->drain(); }};
    });
}

}  // namespace likes
