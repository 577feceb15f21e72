#include "endpoints/unsubscribe.hpp"

#include <cstdlib>
#include <exception>

#include "endpoints/serve.hpp"
#include "runtime/process.hpp"
#include "service/unsubscriptions.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{"unsubscribe", "FastCGI handler of /u/{token}: the link in a mail that stops mails.",
                                   argc, argv};
    service::Unsubscriptions unsubscriptions{process.config()};
    endpoints::serve(process, endpoints::Unsubscribe{service::mail_keys(process.config())}, unsubscriptions);
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
