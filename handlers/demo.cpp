#include <memory>
#include <utility>

#include "api/demo_endpoint.hpp"
#include "run_handler.hpp"
#include "service/demo_service.hpp"
#include "time/time.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "demo", "FastCGI handler of POST /demo/token and GET /demo/messages: the demo page's chat, for development.",
        argc, argv, [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::DemoService>(config, system_now);
            return Handler{api::DemoEndpoint{
                service::DemoService::chat(), [service](const auto& user) { return service->sign_in(user); },
                std::move(authenticate), [service](const auto& user) { return service->read(user); }}};
        });
}
