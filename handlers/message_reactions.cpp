#include <memory>
#include <utility>

#include "api/reactions_endpoint.hpp"
#include "run_handler.hpp"
#include "service/read_service.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "message_reactions",
        "FastCGI handler of GET /api/v1/messages/{message_id}/reactions: all reactions on a message.", argc, argv,
        [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::ReactionsService>(config);
            return Handler{api::ReactionsEndpoint{service::reaction_catalog(config), std::move(authenticate),
                                                  [service](auto query) { return service->read(std::move(query)); }}};
        });
}
