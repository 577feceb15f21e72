// The notifier tells authors of the reactions to their messages: it makes notices of what the feed brings, tells the
// devices of who is online, and deletes notices that are kept no longer.
#include <chrono>
#include <cstdlib>
#include <exception>

#include "background/notifier/consuming.hpp"
#include "background/notifier/in_app.hpp"
#include "background/notifier/tidying.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "runtime/process.hpp"
#include "service/periodic.hpp"
#include "service/settings.hpp"

using namespace likes;

namespace {

/// How often is looked whether a part of the tidying is due.
constexpr std::chrono::milliseconds kTidyInterval{200};

void work(const runtime::Process& process) {
    const auto& config = process.config();
    background::Consuming consuming{config, std::chrono::steady_clock::now};
    background::InApp in_app{config, std::chrono::steady_clock::now};
    background::Tidying tidying{config, std::chrono::steady_clock::now};
    {
        const service::Periodic consumes{"consume", background::Consuming::kInterval, [&] { consuming.run_once(); }};
        const service::Periodic tells{"in-app", background::InApp::kInterval, [&] { in_app.run_once(); }};
        const service::Periodic tidies{"tidy", kTidyInterval, [&] { tidying.run_once(); }};
        runtime::counters().serving.set(1);
        process.wait_for_stop_signal();
        consuming.stop();
        in_app.stop();
    }
    service::attempt("release", [&] { consuming.release(); });
    service::attempt("release", [&] { in_app.release(); });
    service::attempt("release", [&] { tidying.release(); });
}

/// A unit that is enabled everywhere is to run, and be seen to run, where there is nothing to do for it as well.
void rest(const runtime::Process& process) {
    log::info("there are no notices, because the option feed does not name them");
    runtime::counters().serving.set(1);
    process.wait_for_stop_signal();
}

}  // namespace

int main(int argc, char** argv) try {
    const runtime::Process process{
        "notifier", "Makes notices of what the feed brings, tells their recipients, and deletes those that are old.",
        argc, argv};
    if (service::notices_are_on(process.config())) {
        work(process);
    } else {
        rest(process);
    }
    return EXIT_SUCCESS;
} catch (const std::exception& fault) {
    return runtime::failed(fault);
}
