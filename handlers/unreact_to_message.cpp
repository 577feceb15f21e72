#include <cstdlib>
#include <exception>

#include "endpoints/react.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/reaction_changes.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "unreact_to_message",
        "FastCGI handler of DELETE /api/v1/messages/{message_id}/reactions/{reaction}: takes a reaction back.", argc,
        argv};
    auto authenticator = service::make_authenticator(process.config());
    const auto catalog = service::reaction_catalog(process.config());
    service::ReactionChanges changes{process.config()};
    endpoints::serve(process, authenticator, endpoints::React{Action::kTakeBack, catalog, changes.limit()}, changes);
    changes.drain();
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
