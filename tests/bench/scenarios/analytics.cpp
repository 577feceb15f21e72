// What the analytics cost the likes, how soon a like is counted, how long their answers take, and how large their
// tables are. The consumer runs all the time, as the product is shipped.
//
// The tables that are read are made by SQL, because a hundred million likes are more than a run can make: hottest.sql
// makes the numbers of a chat that has had so many in 400 days, and no likes, which no answer about numbers reads;
// liked.sql makes chats whose messages all have likes. Nobody compares the numbers with the likes meanwhile (data.sql).
#include <array>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "analytics_calls.hpp"
#include "base/time.hpp"
#include "counting.hpp"
#include "interrupt.hpp"
#include "nuisance.hpp"
#include "numbered.hpp"
#include "say.hpp"
#include "scenarios/scenarios.hpp"
#include "six_weeks.hpp"
#include "support/sql.hpp"

namespace likes::bench {
namespace {

constexpr std::size_t kMessagesOfModest = 2000;
constexpr std::size_t kMessagesOfBusy = 100'000;

/// What a page of the analytics asks for.
std::array<std::string, 3> calls_of_page() {
    return {activity_of(kHottest, std::chrono::days{28}, "day"), messages_of(kBusy), users_of(kHottest)};
}

void append_to(Values& values, const PacedCalls& calls) {
    calls.durations().append_to(values);
    values.push_back({"errors", calls.count_but({200})});
}

/// These calls in turn, on schedule, by one member after the other, so that none of them meets a limit.
void measure_calls(Bench& bench, const std::string& circumstances, std::size_t calls_per_second,
                   const std::vector<std::string>& targets) {
    throw_if_interrupted();
    const Contestant product = bench.product();
    PacedCalls calls{product.instance->http_port, calls_per_second,
                     [&](std::size_t i) { return get_call(targets[i % targets.size()], i % kUsers); }};
    RunningCompanion running{calls};
    std::this_thread::sleep_for(2 * bench.scale().duration);
    running.end();
    if (calls.per_second(200) == 0) throw std::runtime_error{"every call was answered with an error: " + targets.at(0)};
    Values values;
    append_to(values, calls);
    bench.put(circumstances, product.name, values);
}

void measure_first_list(Bench& bench, std::size_t chat, std::size_t messages_of_chat) {
    test::sql("DELETE FROM rankings WHERE chat_id = " + test::sql_id(chat_id(chat)));
    const auto time = wait_for_list(messages_of(chat));
    if (!time) throw std::runtime_error{"the list was there at once"};
    bench.put(std::to_string(messages_of_chat) + " messages", bench.product().name, {{"first_list_ms", time->count()}});
}

/// Likes beside a thousand people who each load the page anew every ten seconds. So few likes do not bring the walk to
/// its end, at which a reset would empty the tables.
void measure_readers(Bench& bench) {
    constexpr std::size_t kReaders = 1000;
    constexpr std::size_t kSecondsBetweenReloads = 10;
    const Contestant product = bench.product();
    const auto targets = calls_of_page();
    PacedCalls readers{
        product.instance->http_port, kReaders * targets.size() / kSecondsBetweenReloads,
        [&](std::size_t i) { return get_call(targets.at(i % targets.size()), i / targets.size() % kReaders); }};
    bench.measure({connections(16), product, 16, "like"});
    bench.measure({connections(16), {"1000 readers", product.instance}, 16, "like"}, &readers);
    Values values;
    append_to(values, readers);
    bench.put(connections(16), "what the readers got", values);
}

/// Likes with everything that the feed is for, with the analytics alone, and without the feed, in turn.
void measure_feed(Bench& bench) {
    const std::vector<Contestant> contestants{bench.product(),
                                              {"analytics alone", &bench.instances().at("unnoticed")},
                                              {"without the feed", &bench.instances().at("unfed")}};
    bench.reset(contestants, 10);
    bench.warm_up(contestants, {"like"});
    bench.rounds([&] {
        for (const auto& each : contestants) bench.measure({connections(64), each, 64, "like", "like_message"});
    });
}

void measure_counting(Bench& bench) {
    auto& chats = bench.main_chats();
    bench.reset({bench.product()}, 10);
    bench.rounds([&] {
        const auto calls = run(Counting{1000, 2 * bench.scale().duration, chats.place()});
        bench.put("1000 likes/s", bench.product().name, calls.values);
        chats.settle();
        chats.walk_to(calls.place);
    });
}

void make_tables(Bench& bench) {
    const auto& scale = bench.scale();
    const auto& chats = bench.main_chats();
    say("   making the numbers of a chat with " + std::to_string(scale.members_of_hottest_chat) + " members");
    chats.run("hottest.sql", {{"members", scale.members_of_hottest_chat}});
    for (const auto& [chat, count] : {std::pair{kModest, kMessagesOfModest}, std::pair{kBusy, kMessagesOfBusy},
                                      std::pair{kBusiest, scale.messages_of_busiest_chat}}) {
        if (count == 0) continue;
        say("   making a chat with " + std::to_string(count) + " messages that somebody likes");
        chats.run("liked.sql", {{"chat", chat}, {"messages", count}});
    }
    chats.write_out();
}

void measure_reading(Bench& bench) {
    using std::chrono::days;
    bench.reset({bench.product()}, 10);
    make_tables(bench);
    bench.warm_up({bench.product()}, {"like"});
    bench.rounds([&] {
        measure_calls(bench, "28 days by day", 50, different_activities_of(kHottest, days{28}, "day"));
        measure_calls(bench, "400 days by month", 20, different_activities_of(kHottest, days{400}, "month"));
        measure_calls(bench, "inline list", 20, {messages_of(kModest), users_of(kModest)});
        measure_first_list(bench, kBusy, kMessagesOfBusy);
        if (const auto count = bench.scale().messages_of_busiest_chat; count > 0) {
            measure_first_list(bench, kBusiest, count);
        }
        static_cast<void>(wait_for_list(users_of(kHottest)));
        measure_calls(bench, "cached list", 50, {messages_of(kBusy), users_of(kHottest)});
        measure_readers(bench);
    });
}

/// The tables after six weeks, which the product itself has filled.
void measure_bytes(Bench& bench) {
    const Instance& instance = *bench.product().instance;
    auto& chats = bench.main_chats();
    const SixWeeks weeks{bench.scale().likes_of_six_weeks, system_now() - std::chrono::days{42}};
    bench.reset({bench.product()}, 0);
    say("   importing six weeks with " + std::to_string(weeks.likes) + " likes");
    const auto begin = std::chrono::floor<std::chrono::seconds>(weeks.begin).time_since_epoch().count();
    chats.run("weeks.sql", {{"begin", static_cast<std::size_t>(begin)}, {"most", weeks.messages_of_largest_chat()}});
    // So that nobody has to wait; how soon likes are counted is measured above.
    run_script(instance, "service", {"restart", "analytics"}, {}, {{"LIKES_ANALYTICS_CHANGES_PER_SECOND", "100000"}});
    for (const auto& file : write_weeks(weeks, bench.instances().tokens().parent_path())) {
        throw_if_interrupted();
        run_script(instance, "import", {file.string()});
        chats.settle();
    }
    run_script(instance, "service", {"restart", "analytics"});
    bench.put("six weeks", bench.product().name, chats.bytes_of_analytics());
}

}  // namespace

void measure_analytics(Bench& bench) {
    measure_feed(bench);
    measure_counting(bench);
    measure_reading(bench);
    measure_bytes(bench);
}

}  // namespace likes::bench
