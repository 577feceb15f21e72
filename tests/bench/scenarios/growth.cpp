// The same likes where there are many already: of one message, and in the tables.
#include "crowd.hpp"
#include "say.hpp"
#include "scenarios/scenarios.hpp"

namespace likes::bench {
namespace {

void measure_large_message(Bench& bench) {
    const std::vector product{bench.product()};
    const std::size_t likes = bench.scale().likes_of_largest_message;
    bench.reset(product, 5);
    say("   making a message with " + std::to_string(likes) + " likes");
    bench.main_chats().run("crowd.sql", {{"most", likes}});
    bench.warm_up(product, {"like"});
    bench.rounds([&] { bench.put(connections(1), bench.product().name, like_crowd(bench.scale().crowd_calls)); });
}

void measure_large_table(Bench& bench) {
    const Contestant small{"small table", bench.product().instance};
    const Contestant large{"large table", &bench.instances().at("large")};
    say("   making a table of " + std::to_string(bench.scale().likes_of_large_table() / 1000) +
        " thousand likes, beside one of 100 thousand");
    bench.chats(*large.instance).surround_with(bench.scale().others);
    bench.reset({small, large}, 5);
    for (const auto& each : {large, small}) {
        bench.warm_up({each}, {"like"});
        bench.live_in(each, 2);
    }
    bench.rounds([&] {
        for (const auto& each : {small, large}) bench.measure({connections(64), each, 64, "like"});
    });
    for (const auto& each : {small, large}) {
        bench.put(connections(64), each.name, bench.chats(*each.instance).bytes_per_like());
    }
}

}  // namespace

void measure_growth(Bench& bench) {
    measure_large_message(bench);
    measure_large_table(bench);
}

}  // namespace likes::bench
