// Measures what scripts/bench promises, on the instances that it has started.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

#include "bench.hpp"
#include "facts.hpp"
#include "interrupt.hpp"
#include "report.hpp"
#include "say.hpp"
#include "scenarios/scenarios.hpp"
#include "tokens.hpp"

using namespace likes::bench;

namespace {

struct Arguments {
    std::vector<std::string> scenarios;
    std::filesystem::path instances;
    std::filesystem::path json;
    /// Of before anything was built or started.
    std::string load_before;
    bool is_quick = false;
};

/// The instances that these scenarios need, each once, one a line.
void print_needs(const Arguments& arguments) {
    const auto scenarios = choose_scenarios(arguments.scenarios);
    std::set<std::string_view> printed{"main"};
    std::cout << "main\n";
    for (const auto& scenario : scenarios) {
        for (const auto instance : scenario.instances) {
            if (printed.insert(instance).second) std::cout << instance << '\n';
        }
    }
}

void print_circumstances(const Scale& scale, const std::string& load_before) {
    std::printf("%u cores, load average %s before and %s after\n", std::thread::hardware_concurrency(),
                load_before.c_str(), load_average().c_str());
    if (!scale.is_quick) return;
    std::printf("A quick run: rounds of %lld s, the largest message has %zu likes, the large table %zu thousand\n",
                static_cast<long long>(scale.duration.count()), scale.likes_of_largest_message,
                scale.likes_of_large_table() / 1000);
}

void run(const Arguments& arguments) {
    notice_interrupts();
    const auto scale = arguments.is_quick ? Scale::quick() : Scale{};
    const Instances instances{arguments.instances};
    write_tokens(instances.tokens());
    auto facts = collect_facts(scale, instances, arguments.load_before);
    Bench bench{scale, instances};
    const auto show = [&] {
        facts.push_back({"after", "load_average", load_average()});
        print_circumstances(scale, arguments.load_before);
        report(bench.record(), facts, arguments.json);
        static_cast<void>(std::fflush(stdout));
    };

    try {
        for (const auto& scenario : choose_scenarios(arguments.scenarios)) {
            bench.begin(std::string{scenario.name});
            scenario.measure(bench);
        }
    } catch (...) {
        if (!bench.record().all().empty()) {
            show();
            say("these are the figures of what was measured before it failed");
        }
        throw;
    }
    show();
}

int parse_and_run(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"The part of scripts/bench that measures.", "likes_bench"};
    app.require_subcommand(1);

    auto& needs = *app.add_subcommand("needs", "Prints the names of the instances that scenarios need.");
    needs.add_option("scenarios", arguments.scenarios, "all if none is named");
    needs.final_callback([&] { print_needs(arguments); });

    auto& measuring = *app.add_subcommand("run", "Measures, prints tables and writes a JSON file.");
    measuring.add_option("scenarios", arguments.scenarios, "all if none is named");
    measuring.add_option("--instances", arguments.instances, "what was started (instances.hpp)")->required();
    measuring.add_option("--json", arguments.json, "the file to write")->required();
    measuring.add_option("--load-before", arguments.load_before, "the load average before anything was started")
        ->required();
    measuring.add_flag("--quick", arguments.is_quick, "to see whether it works, not how fast");
    measuring.final_callback([&] { run(arguments); });

    try {
        app.parse(argc, argv);
        return EXIT_SUCCESS;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "likes_bench: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
