#include "bench.hpp"

#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "interrupt.hpp"
#include "say.hpp"

namespace likes::bench {
namespace {

std::string text_of(const Values& values) {
    std::string text;
    for (const auto& [name, value] : values) {
        if (name.find("p99") != std::string::npos) continue;
        text += ' ' + name + ' ' + fixed(value, 3);
    }
    return text;
}

void empty_log(const Instance& instance) {
    const auto log = instance.directory / "log/nginx.access.log";
    if (exists(log)) resize_file(log, 0);
}

}  // namespace

Bench::Bench(const Scale& scale, Instances instances) : scale_{scale}, instances_{std::move(instances)} {}

void Bench::begin(std::string scenario) {
    scenario_ = std::move(scenario);
    say("   " + scenario_);
}

Contestant Bench::product() const {
    return {std::string{kProduct}, &instances_.at("main")};
}

Contestant Bench::empty_answer() const {
    return {std::string{kEmptyAnswer}, &instances_.at("empty")};
}

std::vector<Contestant> Bench::baseline() const {
    const Instance* const instance = instances_.find("baseline");
    if (instance == nullptr) return {};
    return {{"baseline", instance}};
}

Chats* Bench::find_chats(const Instance& instance) {
    const Instance* const backend = instances_.backend_of(instance);
    if (backend == nullptr) return nullptr;
    return &chats_.try_emplace(backend, *backend).first->second;
}

Chats& Bench::chats(const Instance& instance) {
    Chats* const chats = find_chats(instance);
    if (chats == nullptr) throw std::logic_error{"'" + instance.name + "' has no database"};
    return *chats;
}

void Bench::reset(const std::vector<Contestant>& contestants, std::size_t likers) {
    std::set<Chats*> theirs;
    for (const auto& contestant : contestants) theirs.insert(find_chats(*contestant.instance));
    theirs.erase(nullptr);
    for (auto* const chats : theirs) chats->reset(likers);
    for (const auto& instance : instances_.all()) empty_log(instance);
}

void Bench::warm_up(const std::vector<Contestant>& contestants, const std::vector<std::string>& kinds) {
    constexpr std::size_t kConnections = 16;
    constexpr std::chrono::seconds kTime{2};
    constexpr std::size_t kPlaces = 50'000;
    for (const auto& [name, instance] : contestants) {
        for (const auto& kind : kinds) call(*instance, kConnections, kind, kTime);
        if (Chats* const chats = find_chats(*instance)) {
            chats->settle();
            chats->skip(kPlaces);
        }
    }
}

Calls Bench::measure(const Load& load, Companion* companion) {
    const Instance& instance = *load.contestant.instance;
    Chats* const chats = find_chats(instance);
    std::optional<CostMeter> meter;
    if (!load.handler.empty()) meter.emplace(instance, instances_.backend_of(instance), load.handler);

    const std::size_t log_before = chats == nullptr ? 0 : chats->log_bytes();

    std::optional<RunningCompanion> running;
    if (companion != nullptr) running.emplace(*companion);
    auto calls = call(instance, load.connections, load.kind, scale_.duration);
    if (running) running->end();
    if (chats != nullptr) chats->settle();
    if (meter) meter->append_to(calls.values, calls.requests);
    if (chats != nullptr && calls.requests > 0) {
        const auto log = static_cast<double>(chats->log_bytes() - log_before);
        calls.values.push_back({"log_bytes_per_request", log / static_cast<double>(calls.requests)});
    }
    put(load.circumstances, load.contestant.name, calls.values);
    if (value_of(calls.values, "served") == 0) throw std::runtime_error{"every call was answered with an error"};
    if (chats != nullptr) chats->walk_to(calls.place);
    return calls;
}

void Bench::put(const std::string& circumstances, const std::string& contestant, const Values& values) {
    put_quietly(circumstances, contestant, values);
    say("      " + circumstances + ", " + contestant + ':' + text_of(values));
}

void Bench::put_quietly(const std::string& circumstances, const std::string& contestant, const Values& values) {
    for (const auto& [name, value] : values) record_.put({scenario_, circumstances, contestant, name}, value);
}

void Bench::live_in(const Contestant& contestant, std::size_t likes) {
    constexpr std::size_t kConnections = 64;
    constexpr std::chrono::seconds kTime{5};
    constexpr std::size_t kEnoughMessages = 20'000;
    auto& chats = this->chats(*contestant.instance);
    const std::size_t end = chats.place() + likes * kEnoughMessages;
    while (chats.place() < end) chats.walk_to(call(*contestant.instance, kConnections, "like", kTime).place);
    chats.settle();
    chats.write_out();
}

Calls Bench::call(const Instance& instance, std::size_t connections, const std::string& kind,
                  std::chrono::seconds time) {
    throw_if_interrupted();
    Chats* const chats = find_chats(instance);
    auto calls = run(Wrk{.port = instance.http_port,
                         .connections = connections,
                         .kind = kind,
                         .duration = time,
                         .place = chats == nullptr ? 0 : chats->place(),
                         .tokens = instances_.tokens()});
    throw_if_interrupted();
    return calls;
}

void Bench::say_round(std::size_t number) const {
    say("   round " + std::to_string(number) + " of " + std::to_string(scale_.rounds));
}

std::string connections(std::size_t count) {
    return count == 1 ? "1 connection" : std::to_string(count) + " connections";
}

std::vector<Contestant> operator+(std::vector<Contestant> some, const std::vector<Contestant>& others) {
    some.insert(some.end(), others.begin(), others.end());
    return some;
}

}  // namespace likes::bench
