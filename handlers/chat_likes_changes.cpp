#include <memory>
#include <utility>

#include "api/chat_changes_endpoint.hpp"
#include "run_handler.hpp"
#include "service/read_service.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "chat_likes_changes",
        "FastCGI handler of GET /api/v1/chats/{chat_id}/likes/changes: what changed in a chat while a client was away.",
        argc, argv, [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::ChangesService>(config);
            return Handler{api::ChatChangesEndpoint{service::reaction_catalog(config), std::move(authenticate),
                                                    [service](auto query) { return service->read(std::move(query)); }}};
        });
}
