#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chats.hpp"
#include "companion.hpp"
#include "cost.hpp"
#include "figures.hpp"
#include "instances.hpp"
#include "record.hpp"
#include "scale.hpp"
#include "wrk.hpp"

namespace likes::bench {

/// Who is compared with others: a name in the report, and where to call.
struct Contestant {
    std::string name;
    const Instance* instance;
};

/// Calls of one kind, made by wrk.
struct Load {
    /// Contestants are compared under the same ones.
    std::string circumstances;
    Contestant contestant;
    std::size_t connections;
    /// One that calls.lua knows.
    std::string kind;
    /// The handler that answers them, if it is to be told what they cost.
    std::string handler = {};
};

/// One run of scripts/bench: what the scenarios measure with, and where they put down what they have measured. One
/// thread's.
class Bench {
  public:
    Bench(const Scale& scale, Instances instances);

    /// What is put down from now on is of this scenario.
    void begin(std::string scenario);

    const Scale& scale() const { return scale_; }
    const Instances& instances() const { return instances_; }
    const Record& record() const { return record_; }

    /// The main instance.
    Contestant product() const;
    /// The same web server before handlers that do nothing.
    Contestant empty_answer() const;
    /// Nobody, or another version of the product.
    std::vector<Contestant> baseline() const;

    /// Those of the instance's backend, which must have one. They are made when first asked for.
    Chats& chats(const Instance& instance);
    Chats& main_chats() { return chats(*product().instance); }

    /// That many members like every message there, and the logs are empty: the contestants begin alike.
    void reset(const std::vector<Contestant>& contestants, std::size_t likers);

    /// Makes calls of these kinds that do not count: every token is verified, every page read.
    void warm_up(const std::vector<Contestant>& contestants, const std::vector<std::string>& kinds);

    /// Calls `round()` as often as this run has rounds.
    template <class Round>
    void rounds(const Round& round) {
        for (std::size_t i = 1; i <= scale_.rounds; ++i) {
            say_round(i);
            round();
        }
    }

    /// Makes the calls, waits until what they brought about is done, and puts down the figures; `log_bytes_per_request`
    /// is what the database has written to its log for all that. The companion, if there is one, goes on meanwhile.
    Calls measure(const Load& load, Companion* companion = nullptr);

    /// Puts down what was measured otherwise, and says it.
    void put(const std::string& circumstances, const std::string& contestant, const Values& values);
    /// Only puts it down.
    void put_quietly(const std::string& circumstances, const std::string& contestant, const Values& values);

    /// Makes calls of that kind until the walk has come so far that every message has as many more likes. A table that
    /// was filled in the order of its key has only full pages, and the first likes of each message split them; in one
    /// that has been in use for long they have room.
    void live_in(const Contestant& contestant, std::size_t likes);

  private:
    /// nullptr if it has no backend.
    Chats* find_chats(const Instance& instance);
    Calls call(const Instance& instance, std::size_t connections, const std::string& kind, std::chrono::seconds time);
    void say_round(std::size_t number) const;

    const Scale scale_;
    const Instances instances_;
    std::map<const Instance*, Chats> chats_;
    std::string scenario_;
    Record record_;
};

/// "1 connection", "64 connections".
std::string connections(std::size_t count);

/// Both, one after the other.
std::vector<Contestant> operator+(std::vector<Contestant> some, const std::vector<Contestant>& others);

}  // namespace likes::bench
