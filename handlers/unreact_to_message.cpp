#include <utility>

#include "api/reaction_endpoint.hpp"
#include "like_process.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) {
    return run_like_process(
        "unreact_to_message",
        "FastCGI handler of DELETE /api/v1/messages/{message_id}/reactions/{reaction}: takes a reaction back.", argc,
        argv, [](const auto& config, auto authenticate, auto change) {
            return api::ReactionEndpoint{Action::kTakeBack, service::reaction_catalog(config), std::move(authenticate),
                                         std::move(change)};
        });
}
