#include "endpoints/realtime_token.hpp"

#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/realtime_tokens.hpp"
#include "service/settings.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "realtime_token",
        "FastCGI handler of POST /api/v1/realtime/token: a short-lived MQTT password for the caller's chats.", argc,
        argv};
    auto authenticator = service::make_authenticator(process.config());
    service::RealtimeTokens tokens{process.config()};
    endpoints::serve(process, authenticator, endpoints::RealtimeToken{}, tokens);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
