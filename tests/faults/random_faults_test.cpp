#include <chrono>
#include <cstdint>
#include <deque>
#include <iostream>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/links.hpp"
#include "faults/load.hpp"
#include "faults/preloaded.hpp"
#include "faults/schedule.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"

// Nobody has thought of what happens here: faults of all kinds, at random moments, several at once, while people like
// and read. The environment can have LIKES_TEST_SEED, the number to begin with, and LIKES_TEST_FAULTS, a regular
// expression: only those faults are made whose target and name have a match for it ("database", "^(?!.*clock)").
namespace likes::test {
namespace {

using std::chrono::milliseconds;

/// The instance with everything in place by which it can be disturbed.
class Arena {
  public:
    explicit Arena(History& history) : history_{history} {
        for (const std::string handler : {"like_message", "unlike_message", "message_likes"})
            fronts_.emplace_back(handler);
    }

    std::vector<Fault> faults() {
        std::vector<Fault> faults;
        add_processes(faults);
        add_database(faults);
        add_links(faults);
        add_clock(faults);
        const std::string wanted = environment_variable("LIKES_TEST_FAULTS");
        if (!wanted.empty()) {
            const std::regex pattern{wanted};
            std::erase_if(
                faults, [&](const Fault& each) { return !std::regex_search(each.target + ' ' + each.name, pattern); });
        }
        return faults;
    }

  private:
    static std::vector<std::string> behind_links() {
        auto names = writing_handlers();
        names.insert(names.end(), {"message_likes", "relay"});
        return names;
    }

    /// SIGSTOP, and whatever is there by then goes on.
    void add_freeze(std::vector<Fault>& faults, const std::string& name) {
        auto& frozen = frozen_.emplace_back();
        faults.push_back(
            {name, "stopped (SIGSTOP)", [&frozen, name] { frozen.emplace(name); }, [&frozen] { frozen.reset(); }});
    }

    void add_processes(std::vector<Fault>& faults) {
        for (const auto& name : behind_links()) {
            faults.push_back({name, "killed", [name] { kill_workers_of(name); }});
            add_freeze(faults, name);
        }
        add_freeze(faults, "mosquitto");
        faults.push_back({"mosquitto", "killed",
                          [] {
                              script("service", {"kill", "mosquitto"});
                          },
                          [] {
                              script("service", {"start", "mosquitto"});
                          }});
    }

    void add_database(std::vector<Fault>& faults) {
        add_freeze(faults, "mariadb");
        const auto kill = [this] {
            database_.kill();
            history_.database_died();
        };
        const auto start = [this] { database_.start(); };
        const auto stall = [this] { database_.stall(preload::kWrites | preload::kFlushes, "ib_logfile"); };
        faults.push_back({"mariadb", "killed", kill, start});
        faults.push_back({"mariadb", "log stands still", stall, [this] { database_.let_go(); }});
        faults.push_back({"mariadb", "log stands still until it is killed", stall, [kill, start] {
                              kill();
                              start();
                          }});
    }

    static void add_link(std::vector<Fault>& faults, const std::string& target, Proxy& proxy) {
        const auto pass = [&proxy] { proxy.pass(); };
        faults.push_back({target, "cut", [&proxy] { proxy.cut(); }});
        faults.push_back({target, "hangs", [&proxy] { proxy.hang(); }, pass});
        faults.push_back({target, "hangs for answers", [&proxy] { proxy.hang_answers(); }, pass});
        faults.push_back({target, "refuses", [&proxy] { proxy.refuse(); }, pass});
        faults.push_back({target, "is slow", [&proxy] { proxy.delay(milliseconds{50}); }, pass});
    }

    void add_links(std::vector<Fault>& faults) {
        Proxy& database = back_.database();
        add_link(faults, "link to mariadb", database);
        faults.push_back(
            {"link to mariadb", "loses COMMITs", [&database] { database.lose_commits(Proxy::Loss::kCut, 5); }});
        faults.push_back({"link to mariadb", "loses COMMITs silently",
                          [&database] { database.lose_commits(Proxy::Loss::kSilence, 2); }});
        add_link(faults, "link to mosquitto", back_.broker());
        for (auto& front : fronts_) add_link(faults, "link to " + front.handler(), front.proxy());
    }

    void add_clock(std::vector<Fault>& faults) {
        for (const int seconds : {-600, -2, 2}) {
            faults.push_back({"like_message", "clock " + std::to_string(seconds) + " s",
                              [this, seconds] { likes_.set_clock_ahead(std::chrono::seconds{seconds}); },
                              [this] { likes_.set_clock_ahead(milliseconds{0}); }});
        }
    }

    History& history_;
    Preloaded database_{"mariadb"};
    BackLinks back_{behind_links()};
    Preloaded likes_{"like_message", back_.settings()};
    std::deque<FrontLink> fronts_;
    std::deque<std::optional<FrozenService>> frozen_;
};

/// A member's phone that reads what it missed as soon as all is well again.
void come_back(Listener& listener) {
    BOOST_REQUIRE(listener.subscriber().wait_until_listening());
    listener.catch_up();
}

void run_round(std::uint64_t seed) {
    constexpr milliseconds kLength{50'000};
    constexpr Habits kUnhurried{.pause = milliseconds{80}};
    const Chat chat{kClients, 8};
    std::deque<Listener> listeners;
    for (std::size_t i = 0; i < 3; ++i) listeners.emplace_back(chat, chat.members()[i]);
    History history;
    std::size_t faults = 0;
    {
        Arena arena{history};
        const Schedule schedule{seed, arena.faults(), kLength};
        faults = schedule.size();
        change_likes_while(
            chat, history,
            [&] {
                schedule.run();
                BOOST_REQUIRE(history.wait_for_more(kClients));
                for (auto& listener : listeners) come_back(listener);
                // What is done from here on they must hear.
                BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 4));
            },
            kUnhurried);
        const auto hearings = [&] {
            std::vector<Hearing> all;
            for (const auto& listener : listeners) all.push_back(listener.hearing());
            return all;
        };
        // A handler that was stopped does what nginx asked of it and no longer waits for, as soon as it goes on.
        constexpr std::chrono::seconds kLateness{10};
        check_evidence(chat, history, hearings, std::to_string(faults) + " faults of seed " + std::to_string(seed),
                       kLateness);
    }
}

std::uint64_t first_seed() {
    const std::string given = environment_variable("LIKES_TEST_SEED");
    return given.empty() ? std::random_device{}() : std::stoull(given);
}

BOOST_AUTO_TEST_SUITE(random_faults)

// The long form takes one seed after another, a minute for each: what it finds, the short form finds with that seed.
BOOST_AUTO_TEST_CASE(whatever_goes_wrong_nothing_that_was_answered_is_lost_and_everybody_ends_with_the_truth) {
    const std::uint64_t seed = first_seed();
    const std::uint64_t rounds = is_long() ? 50 : 1;
    for (std::uint64_t i = 0; i < rounds; ++i) {
        std::cout << "LIKES_TEST_SEED=" << seed + i << std::endl;
        BOOST_TEST_CONTEXT("LIKES_TEST_SEED=" << seed + i) {
            run_round(seed + i);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
