#include "like_process.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>

#include "limit/user_limit.hpp"
#include "run_handler.hpp"
#include "service/settings.hpp"
#include "service/write_service.hpp"
#include "time/time.hpp"

namespace likes {

namespace {

std::shared_ptr<limit::UserLimit> make_limit(const config::Config& config) {
    std::random_device random;
    const std::uint64_t key = (std::uint64_t{random()} << 32U) | random();
    return std::make_shared<limit::UserLimit>(service::user_rate(config), std::chrono::steady_clock::now, key);
}

}  // namespace

int run_like_process(const std::string& name, const std::string& description, int argc, char** argv,
                     const ComposeChange& compose) {
    return run_handler(name, description, argc, argv, [&](const auto& config, auto authenticate) {
        const auto service = std::make_shared<service::WriteService>(config, system_now);
        auto change = [service, limit = make_limit(config)](LikeChange asked) {
            api::require_within(*limit, asked.user);
            return service->change(std::move(asked));
        };
        return Handler{compose(config, std::move(authenticate), std::move(change)), [service] { service->drain(); }};
    });
}

}  // namespace likes
