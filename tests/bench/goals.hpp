#pragma once

#include <array>
#include <string_view>

/// What is aimed at. Each goal compares the medians of the rounds: a figure with a bound, or with a multiple of another
/// figure of the same run, so that the machine does not matter.
namespace likes::bench {

/// Names a figure: which scenario it is of, under which circumstances, of which contestant, and what it is called.
struct Figure {
    std::string_view scenario;
    std::string_view circumstances;
    std::string_view contestant;
    std::string_view name;
};

struct Goal {
    enum class Kind { kAtLeast, kAtMost };

    std::string_view text;
    Figure figure;
    Kind kind;
    double bound;
    /// Whose multiple the bound is; no name: the bound is absolute.
    Figure of{};
};

inline constexpr std::string_view kProduct = "product";
inline constexpr std::string_view kEmptyAnswer = "empty answer";
inline constexpr std::string_view kSixtyFour = "64 connections";
inline constexpr std::string_view kSixteen = "16 connections";
inline constexpr std::string_view kOneConnection = "1 connection";
inline constexpr std::string_view kThousand = "1000 subscribers";

inline constexpr std::array kGoals{
    Goal{"likes/s at 64 connections, of the empty answer's",
         {"like", kSixtyFour, kProduct, "rate"},
         Goal::Kind::kAtLeast,
         0.40,
         {"like", kSixtyFour, kEmptyAnswer, "rate"}},
    Goal{"likes/s at 64 connections, of those with batches of one",
         {"like", kSixtyFour, kProduct, "rate"},
         Goal::Kind::kAtLeast,
         4,
         {"like", kSixtyFour, "batches of one", "rate"}},
    Goal{"like at 64 connections, p99 in ms", {"like", kSixtyFour, kProduct, "p99_ms"}, Goal::Kind::kAtMost, 20},
    Goal{"like at 1 connection, p50, of one transaction in SQL",
         {"like", kOneConnection, kProduct, "p50_ms"},
         Goal::Kind::kAtMost,
         1.6,
         {"like", kOneConnection, "SQL, one by one", "p50_ms"}},
    Goal{"reads/s at 64 connections, of the empty answer's",
         {"read", kSixtyFour, kProduct, "rate"},
         Goal::Kind::kAtLeast,
         0.60,
         {"read", kSixtyFour, kEmptyAnswer, "rate"}},
    Goal{"50 messages in one read, p50, of a read of one",
         {"read", kOneConnection, "50 messages", "p50_ms"},
         Goal::Kind::kAtMost,
         3,
         {"read", kOneConnection, "1 message", "p50_ms"}},
    Goal{"changes/s of one message, of likes/s of many",
         {"hot", kSixtyFour, "one message", "rate"},
         Goal::Kind::kAtLeast,
         0.8,
         {"hot", kSixtyFour, "many messages", "rate"}},
    Goal{"events/s that a subscriber of a hot message gets",
         {"hot", kSixtyFour, "subscriber", "events_per_second"},
         Goal::Kind::kAtMost,
         10},
    Goal{"time to the final state of a hot message, in ms",
         {"hot", kSixtyFour, "subscriber", "settled_ms"},
         Goal::Kind::kAtMost,
         1000},
    Goal{"changes of a hot message that the subscriber never learns",
         {"hot", kSixtyFour, "subscriber", "versions_missing"},
         Goal::Kind::kAtMost,
         0},
    Goal{"like to the last of 1,000 subscribers, median in ms",
         {"fanout", kThousand, kProduct, "last_p50_ms"},
         Goal::Kind::kAtMost,
         60},
    Goal{"like to event at 500 likes/s, p50 in ms",
         {"latency", "500 likes/s", kProduct, "p50_ms"},
         Goal::Kind::kAtMost,
         4},
    Goal{"like to event at 500 likes/s, p99 in ms",
         {"latency", "500 likes/s", kProduct, "p99_ms"},
         Goal::Kind::kAtMost,
         25},
    Goal{"like of the message with the most likes, p50, of one with 10",
         {"growth", "1 connection", kProduct, "largest_p50_ms"},
         Goal::Kind::kAtMost,
         1.25,
         {"growth", "1 connection", kProduct, "smallest_p50_ms"}},
    Goal{"likes/s on the large table, of those on the small one",
         {"growth", kSixtyFour, "large table", "rate"},
         Goal::Kind::kAtLeast,
         0.85,
         {"growth", kSixtyFour, "small table", "rate"}},
    Goal{"likes/s served to 4,000 connections, of those to 64",
         {"overload", "4000 connections", kProduct, "served"},
         Goal::Kind::kAtLeast,
         0.8,
         {"overload", kSixtyFour, kProduct, "served"}},
    Goal{"likes/s right after that, of those before",
         {"overload", kSixtyFour, "right after", "served"},
         Goal::Kind::kAtLeast,
         0.8,
         {"overload", kSixtyFour, kProduct, "served"}},
    Goal{"like beside 500 slow clients, p99, of one without",
         {"overload", kSixteen, "500 slow clients", "p99_ms"},
         Goal::Kind::kAtMost,
         2,
         {"overload", kSixteen, kProduct, "p99_ms"}},
    Goal{"like beside a greedy user, p99, of one without",
         {"overload", kSixteen, "greedy user", "p99_ms"},
         Goal::Kind::kAtMost,
         1.2,
         {"overload", kSixteen, "limited", "p99_ms"}},
    Goal{"like beside 2,000 bad signatures/s, p99, of one without",
         {"signatures", "bad signatures", kProduct, "p99_ms"},
         Goal::Kind::kAtMost,
         1.2,
         {"signatures", kSixteen, kProduct, "p99_ms"}},
    Goal{"memory of the largest handler process at the end, in MB",
         {"memory", "everything", "largest handler", "end_mb"},
         Goal::Kind::kAtMost,
         40},
    Goal{"most growth of a handler process in the last quarter, in MB",
         {"memory", "everything", "largest handler", "growth_mb"},
         Goal::Kind::kAtMost,
         1},
};

}  // namespace likes::bench
