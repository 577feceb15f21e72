#include <cstdlib>
#include <exception>

#include "endpoints/list_likers.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/readers.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "message_likes",
        "FastCGI handler of GET /api/v1/messages/{message_id}/likes: which users like a message, since when.", argc,
        argv};
    auto authenticator = service::make_authenticator(process.config());
    service::Readers<store::LikersReader> readers{process.config(), service::one_lane_settings(process.config())};
    endpoints::serve(process, authenticator, endpoints::ListLikers{}, readers);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
