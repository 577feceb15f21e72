#include "endpoints/notices/notices.hpp"

#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/notices.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "notices",
        "FastCGI handler of /api/v1/notices… and /api/v1/chats/{chat_id}/notices/preferences: what became of one's own "
        "messages.",
        argc, argv};
    auto authenticator = service::make_authenticator(process.config());
    auto limit = service::make_user_limit(service::user_rate(process.config()));
    service::Notices notices{process.config()};
    endpoints::serve(process, authenticator, endpoints::Notices{limit}, notices);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
