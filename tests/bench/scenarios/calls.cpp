// Calls of one kind, at different numbers of connections: what the product makes of what HTTP, FastCGI and the database
// allow.
#include <array>
#include <cstddef>
#include <string>

#include "runtime/config.hpp"
#include "scenarios/scenarios.hpp"
#include "sql_load.hpp"

namespace likes::bench {
namespace {

constexpr const char* kLikeHandler = "like_message";
constexpr const char* kReadHandler = "message_likes";
constexpr std::array<std::size_t, 4> kConnections{1, 16, 64, 256};

std::size_t lanes_of(const Instance& instance) {
    const auto lanes = settings_of(instance)["LIKES_LANES"];
    return lanes.empty() ? runtime::Config{}.server.lanes : std::stoul(lanes);
}

void measure_sql(Bench& bench, const std::string& circumstances, const std::string& contestant, SqlLoad::Way way,
                 std::size_t count) {
    auto& chats = bench.main_chats();
    const auto calls = run(SqlLoad{way, count, bench.scale().duration, chats.place()});
    bench.put(circumstances, contestant, calls.values);
    chats.walk_to(calls.place);
}

}  // namespace

void measure_like(Bench& bench) {
    const auto contestants = std::vector{bench.empty_answer(), bench.product()} + bench.baseline();
    const Contestant alone{"batches of one", &bench.instances().at("alone")};
    const std::size_t lanes = lanes_of(*bench.product().instance);
    bench.reset(contestants, 10);
    bench.warm_up(contestants + std::vector{alone}, {"like"});
    bench.rounds([&] {
        for (const std::size_t count : kConnections) {
            const auto text = connections(count);
            for (const auto& each : contestants) bench.measure({text, each, count, "like", kLikeHandler});
            if (count == 1) {
                measure_sql(bench, text, "SQL, one by one", SqlLoad::Way::kOneByOne, 1);
            } else if (count == 64) {
                bench.measure({text, alone, count, "like", kLikeHandler});
                measure_sql(bench, text, "SQL, one by one", SqlLoad::Way::kOneByOne, count);
                const auto in_lanes = std::to_string(lanes) + " lanes";
                measure_sql(bench, in_lanes, "SQL, batches", SqlLoad::Way::kInBatches, lanes);
                measure_sql(bench, in_lanes, "handlers' writer", SqlLoad::Way::kHandlersWriter, lanes);
            }
        }
    });
}

void measure_unlike(Bench& bench) {
    const std::vector contestants{bench.empty_answer(), bench.product()};
    bench.reset(contestants, 50);
    bench.warm_up(contestants, {"unlike"});
    bench.rounds([&] {
        for (const std::size_t count : kConnections) {
            for (const auto& each : contestants) bench.measure({connections(count), each, count, "unlike"});
        }
    });
}

void measure_read(Bench& bench) {
    const std::vector empty{bench.empty_answer()};
    const auto readers = std::vector{bench.product()} + bench.baseline();
    bench.reset(readers, 10);
    bench.warm_up(empty, {"read"});
    bench.warm_up(readers, {"read", "one", "screen"});
    bench.rounds([&] {
        for (const auto& each : empty + readers) {
            bench.measure({connections(64), each, 64, "read", kReadHandler});
        }
        bench.measure({connections(1), {"1 message", bench.product().instance}, 1, "one"});
        bench.measure({connections(1), {"50 messages", bench.product().instance}, 1, "screen"});
        for (const auto& [name, instance] : bench.baseline()) {
            bench.measure({connections(1), {name + ", 1", instance}, 1, "one"});
            bench.measure({connections(1), {name + ", 50", instance}, 1, "screen"});
        }
    });
}

void measure_mixed(Bench& bench) {
    const std::vector contestants{bench.empty_answer(), bench.product()};
    bench.reset(contestants, 10);
    bench.warm_up(contestants, {"mixed"});
    bench.rounds([&] {
        for (const auto& each : contestants) bench.measure({connections(64), each, 64, "mixed"});
    });
}

}  // namespace likes::bench
