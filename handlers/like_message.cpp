#include <cstdlib>
#include <exception>

#include "endpoints/like.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/reaction_changes.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "like_message", "FastCGI handler of POST /api/v1/messages/{message_id}/like: likes a message.", argc, argv};
    auto authenticator = service::make_authenticator(process.config());
    service::ReactionChanges changes{process.config()};
    endpoints::serve(process, authenticator, endpoints::Like{Action::kPut, changes.limit()}, changes);
    changes.drain();
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
