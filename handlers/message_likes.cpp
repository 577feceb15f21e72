#include <memory>
#include <utility>

#include "api/likes_endpoint.hpp"
#include "run_handler.hpp"
#include "service/read_service.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_handler(
        "message_likes", "FastCGI handler of GET /api/v1/messages/{message_id}/likes: who likes a message, since when.",
        argc, argv, [](const auto& config, auto authenticate) {
            const auto service = std::make_shared<service::LikesService>(config);
            return Handler{api::LikesEndpoint{std::move(authenticate),
                                              [service](auto query) { return service->read(std::move(query)); }}};
        });
}
