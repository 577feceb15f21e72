// What a subscriber hears of likes, and when.
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "fanout.hpp"
#include "latency.hpp"
#include "scenarios/scenarios.hpp"
#include "watcher.hpp"

namespace likes::bench {

void measure_hot(Bench& bench) {
    const std::vector product{bench.product()};
    const auto* const instance = bench.product().instance;
    bench.reset(product, 10);
    bench.warm_up(product, {"like", "hot"});
    bench.rounds([&] {
        bench.measure({connections(64), {"many messages", instance}, 64, "like"});
        // The hot one, as calls.lua has it.
        Watcher watcher{0, 0};
        bench.measure({connections(64), {"one message", instance}, 64, "hot"}, &watcher);
        bench.put(connections(64), "subscriber", watcher.values());
        // What one change costs that shares its transaction with no other.
        bench.measure({connections(1), {"one message", instance}, 1, "hot"});
    });
}

void measure_fanout(Bench& bench) {
    constexpr std::array<std::size_t, 2> kAudiences{100, 1000};
    const std::vector product{bench.product()};
    bench.reset(product, 10);
    bench.warm_up(product, {"like"});
    bench.rounds([&] {
        for (const std::size_t subscribers : kAudiences) {
            bench.put(std::to_string(subscribers) + " subscribers", bench.product().name,
                      run(Fanout{subscribers, bench.scale().events_of_fanout}));
        }
    });
}

void measure_latency(Bench& bench) {
    const std::vector product{bench.product()};
    bench.rounds([&] {
        bench.reset(product, 10);
        bench.warm_up(product, {"like"});
        // So that each like of the schedule is one that is not there yet.
        bench.reset(product, 10);
        const Latency latency{bench.product().instance->http_port, Listeners::kAMember, 100, 500,
                              2 * bench.scale().duration};
        bench.put("500 likes/s", bench.product().name, run(latency));
    });
}

}  // namespace likes::bench
