#include "endpoints/demo.hpp"

#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/demo.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{
        "demo", "FastCGI handler of POST /demo/token and GET /demo/messages: the demo page's chat, for development.",
        argc, argv};
    service::Demo demo{process.config()};
    endpoints::serve(process, endpoints::Demo{}, demo);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
