// More than can be served, and those who make it hard for others.
#include <cstddef>
#include <string>
#include <vector>

#include "bad_signatures.hpp"
#include "caller.hpp"
#include "nuisance.hpp"
#include "scenarios/scenarios.hpp"

namespace likes::bench {
namespace {

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kTooManyRequests = 429;

void measure_slow(Bench& bench, const Contestant& product) {
    constexpr std::size_t kClients = 500;
    SlowClients slow{product.instance->http_port, kClients};
    bench.measure({connections(16), {"500 slow clients", product.instance}, 16, "like"}, &slow);
}

/// Likes beside one user who likes a message and takes that back, far beyond what a user may.
void measure_greedy(Bench& bench, const Contestant& limited) {
    constexpr std::size_t kCallsPerSecond = 1000;
    PacedCalls greedy{limited.instance->http_port, kCallsPerSecond,
                      [](std::size_t i) { return like_call(0, std::size_t{0}, i % 2 == 0); }};
    bench.measure({connections(16), {"greedy user", limited.instance}, 16, "like"}, &greedy);
    bench.put(connections(16), "what the greedy got",
              {{"served_per_second", greedy.per_second(kOk)},
               {"refused_per_second", greedy.per_second(kTooManyRequests)},
               {"errors", greedy.count_but({kOk, kTooManyRequests})}});
}

void measure_flood(Bench& bench, const Contestant& contestant, SignInKeys& keys) {
    constexpr std::size_t kCallsPerSecond = 2000;
    constexpr const char* kCircumstances = "bad signatures";
    const auto quiet = bench.measure({connections(16), contestant, 16, "like"});
    PacedCalls flood{contestant.instance->http_port, kCallsPerSecond,
                     [&](std::size_t i) { return like_call(0, keys.bad_authorization(i)); }};
    const auto flooded = bench.measure({kCircumstances, contestant, 16, "like"}, &flood);
    bench.put(kCircumstances, contestant.name,
              {{"p99_ratio", value_of(flooded.values, "p99_ms") / value_of(quiet.values, "p99_ms")},
               {"refused_per_second", flood.per_second(kUnauthorized)},
               {"refused_otherwise", flood.count_but({kUnauthorized})}});
}

}  // namespace

void measure_overload(Bench& bench) {
    const auto product = bench.product();
    const Contestant limited{"limited", &bench.instances().at("limited")};
    const std::vector both{product, limited};
    bench.reset(both, 10);
    bench.warm_up(both, {"like"});
    bench.rounds([&] {
        bench.measure({connections(64), product, 64, "like"});
        bench.measure({connections(4000), product, 4000, "like"});
        bench.measure({connections(64), {"right after", product.instance}, 64, "like"});
        bench.measure({connections(16), product, 16, "like"});
        measure_slow(bench, product);
        bench.measure({connections(16), limited, 16, "like"});
        measure_greedy(bench, limited);
        bench.reset(both, 10);
    });
}

void measure_signatures(Bench& bench) {
    const Contestant product{std::string{kProduct}, &bench.instances().at("signatures")};
    const auto contestants = std::vector{product} + bench.baseline();
    SignInKeys keys;
    bench.reset(contestants, 10);
    for (const auto& each : contestants) keys.install_in(*each.instance);
    bench.warm_up(contestants, {"like"});
    bench.rounds([&] {
        for (const auto& each : contestants) measure_flood(bench, each, keys);
    });
}

}  // namespace likes::bench
