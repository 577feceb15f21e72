// How soon an author is told of a like, and what the notices cost the likes. Of a message there is one event in two
// seconds, so the likes on schedule come back to a message only after four: what is measured is the way of each of
// them.
#include <cstddef>
#include <vector>

#include "latency.hpp"
#include "scenarios/scenarios.hpp"

namespace likes::bench {
namespace {

constexpr std::size_t kChatsLiked = 100;
constexpr std::size_t kLikesPerSecond = 500;

Values like_on_schedule(Bench& bench, const Contestant& contestant, Listeners listeners) {
    return run(
        Latency{contestant.instance->http_port, listeners, kChatsLiked, kLikesPerSecond, 2 * bench.scale().duration});
}

}  // namespace

void measure_notices(Bench& bench) {
    const Contestant product = bench.product();
    const Contestant without{"without notices", &bench.instances().at("unnoticed")};
    const std::vector contestants{product, without};
    for (const auto& each : contestants) bench.chats(*each.instance).run("authors.sql");
    bench.rounds([&] {
        bench.reset(contestants, 10);
        bench.warm_up(contestants, {"like"});
        // So that each like of the schedule is one that is not there yet.
        bench.reset(contestants, 10);
        bench.put("500 likes/s", product.name, like_on_schedule(bench, product, Listeners::kAuthors));
        bench.put("500 likes/s", without.name, like_on_schedule(bench, without, Listeners::kNobody));
    });
    bench.reset(contestants, 10);
    bench.rounds([&] {
        for (const auto& each : contestants) bench.measure({connections(64), each, 64, "like", "like_message"});
    });
}

}  // namespace likes::bench
