#include <cstdlib>
#include <exception>

#include "endpoints/list_reactions.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/readers.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "message_reactions",
        "FastCGI handler of GET /api/v1/messages/{message_id}/reactions: all reactions on a message.", argc, argv};
    auto authenticator = service::make_authenticator(process.config());
    const auto catalog = service::reaction_catalog(process.config());
    service::Readers<store::MessageReader> readers{process.config(), service::one_lane_settings(process.config())};
    endpoints::serve(process, authenticator, endpoints::ListReactions{catalog}, readers);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
