// What scripts/bench measures with where wrk does not do, and what it makes of the figures.
#include <exception>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

#include "programs.hpp"

using namespace likes::bench;

namespace {

/// Options shared by several programs.
void seconds(CLI::App& app, std::chrono::seconds& duration) {
    constexpr int kMax = 3600;
    app.add_option_function<int>(
           "--seconds", [&duration](int value) { duration = std::chrono::seconds{value}; }, "how long")
        ->check(CLI::Range(1, kMax))
        ->default_str(std::to_string(duration.count()));
}

void number(CLI::App& app, const std::string& name, std::size_t& value, std::size_t max, const std::string& help) {
    app.add_option("--" + name, value, help)->check(CLI::Range(std::size_t{1}, max))->capture_default_str();
}

void position(CLI::App& app, const std::string& name, std::size_t& value, const std::string& help) {
    app.add_option("--" + name, value, help)->capture_default_str();
}

int run(int argc, char** argv) {
    CLI::App app{"The parts of scripts/bench, which starts the instance that they need.", "likes_bench"};
    app.require_subcommand(1);
    const auto program = [&](const char* name, const char* help, std::function<void()> run) {
        return app.add_subcommand(name, help)->final_callback(std::move(run));
    };

    program("tokens", "Prints a bearer token of each user, one a line.", print_tokens);

    Fanout fanout_settings;
    auto& fanout = *program("fanout", "Likes in one chat: the time until the last subscriber has heard of each.",
                            [&] { measure_fanout(fanout_settings); });
    number(fanout, "subscribers", fanout_settings.subscribers, 2000, "who listen, over WebSocket");
    number(fanout, "events", fanout_settings.events, 1000,
           "likes and, of the same messages, unlikes, one after the other");

    Latency latency_settings;
    auto& latency = *program("latency", "Likes on schedule: the time from when each is due to its event.",
                             [&] { measure_latency(latency_settings); });
    number(latency, "subscribers", latency_settings.subscribers, 1000,
           "who listen, over WebSocket, each to its own chat");
    number(latency, "likes-per-second", latency_settings.likes_per_second, 100'000, "the schedule");
    seconds(latency, latency_settings.duration);

    Watch watch_settings;
    auto& watching = *program("watch", "Watches one message by its events until standard input ends.",
                              [&] { watch(watch_settings); });
    position(watching, "chat", watch_settings.chat, "its chat, by number");
    position(watching, "message", watch_settings.message, "the message, by number");

    SlowClients slow_settings;
    auto& slow = *program("slow", "Clients that never end their requests, until standard input ends.",
                          [&] { be_slow(slow_settings); });
    number(slow, "connections", slow_settings.connections, 5000, "how many");

    GreedyUser greedy_settings;
    auto& greedy = *program("greedy", "One user who calls far too often, until standard input ends.",
                            [&] { be_greedy(greedy_settings); });
    number(greedy, "calls-per-second", greedy_settings.calls_per_second, 100'000, "the schedule");

    Crowd crowd_settings;
    auto& crowd =
        *program("crowd", "Likes of messages that few and many like.", [&] { measure_crowd(crowd_settings); });
    number(crowd, "calls", crowd_settings.calls, 100'000, "likes of each");

    Sql sql_settings;
    auto& sql = *program("sql", "Likes straight to the database.", [&] { measure_sql(sql_settings); });
    sql.add_option("--how", sql_settings.how, "one transaction each; batches; batches by the handlers' own writer")
        ->check(CLI::IsMember({"one", "batch", "writer"}))
        ->capture_default_str();
    number(sql, "connections", sql_settings.connections, 100, "at the same time");
    number(sql, "batch", sql_settings.batch, 256, "likes of one transaction");
    seconds(sql, sql_settings.duration);
    position(sql, "position", sql_settings.place, "where the walk through messages and members begins");

    Report report_settings;
    auto& reporting = *program("report", "Makes tables and a JSON file of the figures of all rounds.",
                               [&] { report(report_settings); });
    reporting.add_option("--figures", report_settings.figures, "scenario, circumstances, contestant, figure, value")
        ->required();
    reporting.add_option("--facts", report_settings.facts, "group, name, value")->required();
    reporting.add_option("--json", report_settings.json, "the file to write")->required();

    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        constexpr int kFailure = 1;
        std::cerr << "likes_bench: " << error.what() << '\n';
        return kFailure;
    }
}
