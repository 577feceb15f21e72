// What the person on call runs by hand, through scripts/reconcile, scripts/erase-user and scripts/import.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "config/config.hpp"
#include "log/log.hpp"
#include "operate/command.hpp"
#include "service/settings.hpp"
#include "store/session.hpp"

namespace likes::operate {

store::SessionSettings session_settings(const config::Config& config) {
    using namespace std::chrono_literals;
    auto settings = service::session_settings(config);
    settings.read_timeout = std::max<std::chrono::seconds>(settings.read_timeout, 300s);
    settings.lock_wait_timeout = std::max<std::chrono::seconds>(settings.lock_wait_timeout, 10s);
    settings.patience = 60s;
    return settings;
}

namespace {

/// What the arguments ask for.
struct Choice {
    std::function<int(const config::Config&)> command;
    bool dry_run = false;
    std::string user;
    std::string file;
};

void declare(CLI::App& app, Choice& choice) {
    app.require_subcommand(1);
    app.fallthrough();

    auto* const check = app.add_subcommand("reconcile", "Compare the counters with the likes and correct them");
    check->add_flag("--dry-run", choice.dry_run, "Only say which have drifted; exit 1 if any has");
    check->callback([&] { choice.command = [&](const auto& config) { return reconcile(config, choice.dry_run); }; });

    auto* const remove = app.add_subcommand("erase", "Remove everything that a user has put on messages");
    remove->add_option("user", choice.user, "The user id")->required();
    remove->callback([&] { choice.command = [&](const auto& config) { return erase(config, choice.user); }; });

    auto* const read = app.add_subcommand("read-likes", "Check a file of likes and print it as lines to be sorted");
    read->add_option("file", choice.file, "JSON lines or CSV")->required();
    read->callback([&] { choice.command = [&](const auto&) { return read_likes(choice.file); }; });

    auto* const load = app.add_subcommand("import-likes", "Import the sorted lines that come on standard input");
    load->callback([&] { choice.command = [](const auto& config) { return import_likes(config); }; });
}

}  // namespace
}  // namespace likes::operate

int main(int argc, char** argv) {
    likes::operate::Choice choice;
    const auto config =
        likes::config::parse_or_exit("Audits, erases and imports likes while the service runs.", argc, argv,
                                     [&](CLI::App& app) { likes::operate::declare(app, choice); });
    likes::log::init("operate", config.log_level);
    try {
        std::ios::sync_with_stdio(false);
        likes::store::Session::load_driver();
        return choice.command(config);
    } catch (const std::exception& fault) {
        std::cerr << "operate: " << fault.what() << '\n';
        return EXIT_FAILURE;
    }
}
