#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <iostream>
#include <optional>
#include <random>
#include <regex>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/former_members.hpp"
#include "faults/links.hpp"
#include "faults/load.hpp"
#include "faults/preloaded.hpp"
#include "faults/schedule.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"

// Nobody has thought of what happens here: faults of all kinds, at random moments, several at once, while people like,
// read and leave. The environment can have LIKES_TEST_SEED, the number to begin with, and LIKES_TEST_FAULTS, a regular
// expression: only those faults are made whose target and name have a match for it ("database", "^(?!.*clock)").
namespace likes::test {
namespace {

using std::chrono::milliseconds;

/// More of them than one event may be long. The longer their ids, the fewer that takes.
constexpr std::size_t kCrowd = 4'000;
constexpr const char* kLongName = "a-member-whose-id-is-about-as-long-as-ids-can-be";

/// The instance with everything in place by which it can be disturbed.
class Arena {
  public:
    /// The members from `kClients` on are the crowd.
    Arena(const Chat& chat, History& history) : chat_{chat}, history_{history} {
        for (const auto& name : writers_and_relay()) {
            auto settings = back_.settings();
            if (name == "relay")
                settings["LIKES_DB_URL"] = "tcp://127.0.0.1:" + std::to_string(relays_database_.port());
            auto& service = with_clocks_.emplace_back(name, settings);
            if (name == "like_message") likes_ = &service;
        }
        for (const std::string handler : {"like_message", "unlike_message", "message_likes"})
            fronts_.emplace_back(handler);
    }

    std::vector<Fault> faults() {
        std::vector<Fault> faults;
        add_processes(faults);
        add_broker(faults);
        add_database(faults);
        add_links(faults);
        add_clocks(faults);
        const std::string wanted = environment_variable("LIKES_TEST_FAULTS");
        if (!wanted.empty()) {
            const std::regex pattern{wanted};
            std::erase_if(
                faults, [&](const Fault& each) { return !std::regex_search(each.target + ' ' + each.name, pattern); });
        }
        return faults;
    }

    /// Call when all faults are over, and before anything is judged.
    void come_to_rest() {
        leaving_ = std::jthread{};
        crowd_ = std::jthread{};
    }

    const FormerMembers& former_members() const { return former_members_; }

  private:
    static std::vector<std::string> writers_and_relay() {
        auto names = writing_handlers();
        names.emplace_back("relay");
        return names;
    }

    /// SIGSTOP, and whatever is there by then goes on.
    void add_freeze(std::vector<Fault>& faults, const std::string& name) {
        auto& frozen = frozen_.emplace_back();
        faults.push_back(
            {name, "stopped (SIGSTOP)", [&frozen, name] { frozen.emplace(name); }, [&frozen] { frozen.reset(); }});
    }

    void add_processes(std::vector<Fault>& faults) {
        auto names = writers_and_relay();
        names.emplace_back("message_likes");
        for (const auto& name : names) {
            faults.push_back({name, "killed", [name] { kill_workers_of(name); }});
            add_freeze(faults, name);
        }
    }

    void add_broker(std::vector<Fault>& faults) {
        // What thousands take to like a message, and the relay to say once more what the broker has not answered.
        constexpr milliseconds kCrowdTakes{6'000};
        constexpr milliseconds kRelayTakes{3'500};
        add_freeze(faults, "mosquitto");
        const auto kill = [] { script("service", {"kill", "mosquitto"}); };
        const auto start = [this] { former_members_.start_broker(); };
        faults.push_back({"mosquitto", "killed", kill, start});
        faults.push_back({"mosquitto", "killed while thousands like a message",
                          [this, kill] {
                              kill();
                              let_the_crowd_like();
                          },
                          [this, start] {
                              crowd_.request_stop();
                              start();
                          },
                          kCrowdTakes});
        auto& frozen = frozen_.emplace_back();
        faults.push_back({"mosquitto", "stopped (SIGSTOP) until it is killed, and back before the relay's database",
                          [&frozen] { frozen.emplace("mosquitto"); },
                          [this, &frozen, kill, start] {
                              constexpr std::size_t kTries = 20;
                              relays_database_.hang();
                              kill();
                              frozen.reset();
                              start();
                              former_members_.wait_for_tries(kTries);
                              relays_database_.pass();
                          },
                          kRelayTakes});
    }

    /// One after the other, as soon as there is a database for it.
    void let_members_leave(const std::stop_token& stop) {
        constexpr milliseconds kPause{500};
        while (!stop.stop_requested()) {
            try {
                former_members_.leave();
            } catch (const std::runtime_error&) {
            }
            std::this_thread::sleep_for(kPause);
        }
    }

    /// A message that nobody has liked yet, as the clients begin with the first ones of the chat.
    void let_the_crowd_like() {
        const auto& message = chat_.messages()[chat_.messages().size() - ++crowded_messages_];
        crowd_ = std::jthread{[this, &message](const std::stop_token& stop) {
            try {
                like_at_once(message, std::span{chat_.members()}.subspan(kClients), history_, stop);
            } catch (...) {
                history_.fail(std::current_exception());
            }
        }};
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

    void add_clocks(std::vector<Fault>& faults) {
        for (const int seconds : {-600, -2, 2}) {
            faults.push_back({"like_message", "clock " + std::to_string(seconds) + " s",
                              [this, seconds] { likes_->set_clock_ahead(std::chrono::seconds{seconds} - set_back_); },
                              [this] { likes_->set_clock_ahead(-set_back_); }});
        }
        // Whoever corrects a clock leaves it so: the time between comes a second time.
        faults.push_back({"handlers and relay", "clock set back by 600 s", [this] {
                              set_back_ += std::chrono::seconds{600};
                              for (auto& service : with_clocks_) service.set_clock_ahead(-set_back_);
                          }});
    }

    const Chat& chat_;
    History& history_;
    Preloaded database_{"mariadb"};
    BackLinks back_{{"message_likes"}};
    /// Between the relay and back_.
    Proxy relays_database_{{.path = {}, .port = back_.database().port()}};
    std::deque<Preloaded> with_clocks_;
    Preloaded* likes_ = nullptr;
    std::chrono::seconds set_back_{0};
    std::deque<FrontLink> fronts_;
    std::deque<std::optional<FrozenService>> frozen_;
    FormerMembers former_members_;
    std::size_t crowded_messages_ = 0;
    std::jthread crowd_;
    std::jthread leaving_{[this](const std::stop_token& stop) { let_members_leave(stop); }};
};

/// A member's phone that reads what it missed as soon as all is well again.
void come_back(Listener& listener) {
    BOOST_REQUIRE(listener.subscriber().wait_until_listening());
    listener.catch_up();
}

void run_round(std::uint64_t seed) {
    constexpr milliseconds kLength{50'000};
    constexpr std::size_t kMessages = 500;
    constexpr Habits kUnhurried{.pause = milliseconds{80}, .lasting_messages = 8};
    const Chat chat{kClients + kCrowd, kMessages, kLongName};
    std::deque<Listener> listeners;
    for (std::size_t i = 0; i < 3; ++i) listeners.emplace_back(chat, chat.members()[i]);
    History history;
    std::size_t faults = 0;
    {
        Arena arena{chat, history};
        const Schedule schedule{seed, arena.faults(), kLength};
        faults = schedule.size();
        change_likes_while(
            chat, history,
            [&] {
                schedule.run();
                arena.come_to_rest();
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
        BOOST_TEST(arena.former_members().wait_until_well());
        for (const auto& text : arena.former_members().let_in()) BOOST_ERROR(text);
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
