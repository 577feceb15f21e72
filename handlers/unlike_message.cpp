#include <utility>

#include "like_process.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_like_process("unlike_message",
                            "FastCGI handler of DELETE /api/v1/messages/{message_id}/like: takes a like back.", argc,
                            argv, [](const auto&, auto authenticate, auto change) {
                                return api::LikeEndpoint{Action::kTakeBack, std::move(authenticate), std::move(change)};
                            });
}
