#include <memory>
#include <utility>

#include "api/chat_likes_endpoint.hpp"
#include "run_handler.hpp"
#include "service/read_service.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "chat_likes", "FastCGI handler of GET /api/v1/chats/{chat_id}/likes: all that a chat's screen shows.", argc,
        argv, [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::ChatService>(config);
            return Handler{api::ChatLikesEndpoint{service::reaction_catalog(config), std::move(authenticate),
                                                  [service](auto query) { return service->read(std::move(query)); }}};
        });
}
