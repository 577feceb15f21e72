// The notifier tells authors of the reactions to their messages: it makes notices of what the feed brings, tells the
// devices of who is online, sends pushes and mails to who is not, and deletes notices that are kept no longer.
#include <chrono>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>

#include "background/notifier/consuming.hpp"
#include "background/notifier/in_app.hpp"
#include "background/notifier/mail_channel.hpp"
#include "background/notifier/mailing.hpp"
#include "background/notifier/push_channels.hpp"
#include "background/notifier/pushing.hpp"
#include "background/notifier/tidying.hpp"
#include "notices/rules.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "runtime/process.hpp"
#include "service/periodic.hpp"
#include "service/settings.hpp"

using namespace likes;

namespace {

/// How often is looked whether a part of the tidying is due.
constexpr std::chrono::milliseconds kTidyInterval{200};

/// Of the channels that reach those who are not online, each is there if the configuration has what it needs.
void work(const runtime::Process& process) {
    const auto& config = process.config();
    const auto clock = std::chrono::steady_clock::now;
    auto push_channels = background::open_push_channels(config);
    const auto mail_channel = background::open_mail_channel(config);
    notices::Policy policy;
    if (push_channels) policy.push = background::push_policy(config);
    if (mail_channel) policy.mail = mail_channel->settings.policy;

    background::Consuming consuming{config, policy, clock};
    background::InApp in_app{config, clock};
    std::optional<background::Pushing> pushing;
    if (push_channels) pushing.emplace(config, *std::move(push_channels), clock);
    std::optional<background::Mailing> mailing;
    if (mail_channel) mailing.emplace(config, *mail_channel, clock);
    background::Tidying tidying{config, clock};
    {
        const service::Periodic consumes{"consume", background::Consuming::kInterval, [&] { consuming.run_once(); }};
        const service::Periodic tells{"in-app", background::InApp::kInterval, [&] { in_app.run_once(); }};
        std::optional<service::Periodic> pushes;
        if (pushing) pushes.emplace("push", background::Pushing::kInterval, [&] { pushing->run_once(); });
        std::optional<service::Periodic> mails;
        if (mailing) mails.emplace("mail", background::Mailing::kInterval, [&] { mailing->run_once(); });
        const service::Periodic tidies{"tidy", kTidyInterval, [&] { tidying.run_once(); }};
        runtime::counters().serving.set(1);
        process.wait_for_stop_signal();
        consuming.stop();
        in_app.stop();
        if (pushing) pushing->stop();
        if (mailing) mailing->stop();
    }
    service::attempt("release", [&] { consuming.release(); });
    service::attempt("release", [&] { in_app.release(); });
    if (pushing) service::attempt("release", [&] { pushing->release(); });
    if (mailing) service::attempt("release", [&] { mailing->release(); });
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
    const runtime::Process process{"notifier",
                                   "Makes notices of what the feed brings, tells their recipients in the app, by "
                                   "push and by mail, and deletes those that are old.",
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
