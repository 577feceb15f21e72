#include <cstdlib>
#include <exception>

#include "endpoints/screen.hpp"
#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/readers.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "chat_likes", "FastCGI handler of GET /api/v1/chats/{chat_id}/likes: the reactions on a screen's messages.",
        argc, argv};
    auto authenticator = service::make_authenticator(process.config());
    const auto catalog = service::reaction_catalog(process.config());
    service::Readers<store::ChatReader> readers{process.config(),
                                                service::lane_settings(process.config(), service::kScreenWeight)};
    endpoints::serve(process, authenticator, endpoints::Screen{catalog}, readers);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
