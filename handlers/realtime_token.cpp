#include <memory>
#include <utility>
#include <vector>

#include "api/realtime_token_endpoint.hpp"
#include "run_handler.hpp"
#include "service/access_service.hpp"
#include "time/time.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "realtime_token",
        "FastCGI handler of POST /api/v1/realtime/token: a short-lived MQTT password for the caller's chats.", argc,
        argv, [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::AccessService>(config, system_now);
            return Handler{api::RealtimeTokenEndpoint{
                std::move(authenticate),
                [service](const UserId& user, std::vector<Uuid> chats) { return service->grant(user, chats); }}};
        });
}
