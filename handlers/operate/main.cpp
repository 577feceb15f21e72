// The commands that an operator runs by hand, through scripts/reconcile, scripts/analytics, scripts/erase-user,
// scripts/export-user and scripts/import; and the check of the options before anything is started with them.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "database/session.hpp"
#include "operate/command.hpp"
#include "runtime/log.hpp"
#include "runtime/process.hpp"
#include "service/settings.hpp"

namespace likes::operate {

database::SessionSettings session_settings(const runtime::Config& config) {
    using namespace std::chrono_literals;
    auto settings = service::session_settings(config);
    settings.read_timeout = std::max<std::chrono::seconds>(settings.read_timeout, 300s);
    settings.lock_wait_timeout = std::max<std::chrono::seconds>(settings.lock_wait_timeout, 10s);
    settings.patience = 60s;
    return settings;
}

namespace {

/// Bounds and words are checked where options are read; what is left is the one that has a grammar.
int check_options(const runtime::Config& config) {
    service::reaction_catalog(config);
    return EXIT_SUCCESS;
}

/// The command that the arguments name, and its options.
struct Choice {
    std::function<int(const runtime::Config&)> command;
    bool dry_run = false;
    std::string user;
    std::string file;
    bool reactions_as_they_are = false;
};

void declare(CLI::App& app, Choice& choice) {
    app.require_subcommand(1);
    app.fallthrough();

    auto* const check =
        app.add_subcommand("reconcile", "Compare the counters with the rows that they count, and correct them");
    check->add_flag("--dry-run", choice.dry_run, "Only print the counters that have drifted; exit 1 if there are any");
    check->callback([&] { choice.command = [&](const auto& config) { return reconcile(config, choice.dry_run); }; });

    auto* const numbers = app.add_subcommand(
        "analytics-reconcile", "Compare the numbers of the analytics with the reactions, and correct them");
    numbers->add_flag("--dry-run", choice.dry_run,
                      "Only print the chats whose numbers differ; exit 1 if there are any");
    numbers->callback(
        [&] { choice.command = [&](const auto& config) { return reconcile_analytics(config, choice.dry_run); }; });

    app.add_subcommand("check", "Check that every option has a value that the programs take")->callback([&] {
        choice.command = [](const auto& config) { return check_options(config); };
    });

    auto* const remove = app.add_subcommand("erase", "Remove all reactions and notices of a user");
    remove->add_option("user", choice.user, "The user id")->required();
    remove->callback([&] { choice.command = [&](const auto& config) { return erase(config, choice.user); }; });

    auto* const out = app.add_subcommand("export", "Print everything that is stored about a user, as JSON lines");
    out->add_option("user", choice.user, "The user id")->required();
    out->callback([&] { choice.command = [&](const auto& config) { return export_user(config, choice.user); }; });

    auto* const read = app.add_subcommand("read-likes", "Check a file of likes and print it as lines for sort");
    read->add_option("file", choice.file, "JSON lines or CSV")->required();
    read->add_flag("--reactions-as-they-are", choice.reactions_as_they_are,
                   "Also take reactions that are not on the list: they are shown, and cannot be put anew");
    read->callback([&] {
        choice.command = [&](const auto& config) {
            return read_likes(config, choice.file, choice.reactions_as_they_are);
        };
    });

    auto* const load = app.add_subcommand("import-likes", "Import sorted lines from standard input");
    load->callback([&] { choice.command = [](const auto& config) { return import_likes(config); }; });
}

/// Prints plain text to standard error, because an operator reads it on a terminal.
int failed(const std::exception& fault) {
    if (dynamic_cast<const runtime::Exit*>(&fault) != nullptr) return runtime::failed(fault);
    std::cerr << "operate: " << fault.what() << '\n';
    return EXIT_FAILURE;
}

}  // namespace
}  // namespace likes::operate

int main(int argc, char** argv) try {
    likes::operate::Choice choice;
    const likes::runtime::Process process{"operate",
                                          "Audits, erases and imports likes while the service runs; checks options.",
                                          argc, argv, [&](CLI::App& app) { likes::operate::declare(app, choice); }};
    std::ios::sync_with_stdio(false);
    return choice.command(process.config());
} catch (const std::exception& fault) {
    return likes::operate::failed(fault);
}
