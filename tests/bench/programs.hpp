#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

/// What likes_bench can do, one after the other. Each says its figures (figures.hpp) on standard output and throws
/// std::runtime_error for what keeps it from measuring. The instance is found by the environment (support/stack.hpp).
namespace likes::bench {

/// Prints a bearer token of each user, one a line.
void print_tokens();

/// Likes, then unlikes, of messages of the stadium, each when all `subscribers` have heard of the one before.
struct Fanout {
    std::size_t subscribers = 100;
    std::size_t events = 20;
};
void measure_fanout(const Fanout& settings);

/// Likes at the times of a schedule, whatever becomes of those before (open loop).
struct Latency {
    /// Each listens to a chat of its own, and the likes go round these chats.
    std::size_t subscribers = 100;
    std::size_t likes_per_second = 500;
    std::chrono::seconds duration{10};
};
void measure_latency(const Latency& settings);

/// One subscriber of one message, while somebody else makes calls about it, until standard input ends.
struct Watch {
    std::size_t chat = 0;
    std::size_t message = 0;
};
void watch(const Watch& settings);

/// Clients that send the headers of a request line by line for ever (slowloris), until standard input ends.
struct SlowClients {
    std::size_t connections = 500;
};
void be_slow(const SlowClients& settings);

/// One user who likes a message and takes that back on schedule, far beyond the limit, until standard input ends.
struct GreedyUser {
    std::size_t calls_per_second = 500;
};
void be_greedy(const GreedyUser& settings);

/// Likes and unlikes, in turn, of the four messages of the crowd.
struct Crowd {
    std::size_t calls = 300;
};
void measure_crowd(const Crowd& settings);

/// The same likes straight to the database.
struct Sql {
    /// `one`: a transaction per like, as anybody would write it. `batch`: one for many, in multi-row statements.
    /// `writer`: one for many, by the handlers' own store.
    std::string how = "one";
    std::size_t connections = 1;
    std::size_t batch = 64;
    std::chrono::seconds duration{5};
    /// Where the walk begins.
    std::size_t place = 0;
};
void measure_sql(const Sql& settings);

/// Reads the figures of all rounds from FIGURES, prints the tables and writes them to JSON. FACTS holds what else
/// belongs in there, as lines of `group<TAB>name<TAB>value`.
struct Report {
    std::filesystem::path figures;
    std::filesystem::path facts;
    std::filesystem::path json;
};
void report(const Report& settings);

}  // namespace likes::bench
