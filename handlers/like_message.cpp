#include <utility>

#include "like_process.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_like_process("like_message",
                            "FastCGI handler of POST /api/v1/messages/{message_id}/like: likes a message.", argc, argv,
                            [](const auto&, auto authenticate, auto change) {
                                return api::LikeEndpoint{Action::kPut, std::move(authenticate), std::move(change)};
                            });
}
