// Answers every call with nothing, in the thread that reads it: what HTTP and FastCGI cost alone.
#include <chrono>
#include <cstdlib>
#include <exception>

#include "runtime/process.hpp"
#include "web/connections.hpp"

using namespace likes;

int main(int argc, char** argv) try {
    const runtime::Process process{"empty_answer", "FastCGI handler that answers with nothing.", argc, argv};
    web::ConnectionsSettings settings;
    settings.stop_signal = process.stop_signal();
    web::Connections connections{settings};
    constexpr std::chrono::minutes kPatience{1};
    while (!connections.is_drained()) {
        for (auto& ticket : connections.poll(kPatience)) ticket.answer({});
    }
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
