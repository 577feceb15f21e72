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
inline constexpr std::string_view kThousandLikes = "1000 likes/s";

constexpr Goal at_least(double bound, std::string_view text, const Figure& figure, const Figure& of = {}) {
    return {text, figure, Goal::Kind::kAtLeast, bound, of};
}
constexpr Goal at_most(double bound, std::string_view text, const Figure& figure, const Figure& of = {}) {
    return {text, figure, Goal::Kind::kAtMost, bound, of};
}

inline constexpr std::array kGoals{
    at_least(0.40, "likes/s at 64 connections, of the empty answer's", {"like", kSixtyFour, kProduct, "rate"},
             {"like", kSixtyFour, kEmptyAnswer, "rate"}),
    at_least(4, "likes/s at 64 connections, of those with batches of one", {"like", kSixtyFour, kProduct, "rate"},
             {"like", kSixtyFour, "batches of one", "rate"}),
    at_most(20, "like at 64 connections, p99 in ms", {"like", kSixtyFour, kProduct, "p99_ms"}),
    at_most(1.6, "like at 1 connection, p50, of one transaction in SQL", {"like", kOneConnection, kProduct, "p50_ms"},
            {"like", kOneConnection, "SQL, one by one", "p50_ms"}),
    at_least(0.60, "reads/s at 64 connections, of the empty answer's", {"read", kSixtyFour, kProduct, "rate"},
             {"read", kSixtyFour, kEmptyAnswer, "rate"}),
    at_most(3, "50 messages in one read, p50, of a read of one", {"read", kOneConnection, "50 messages", "p50_ms"},
            {"read", kOneConnection, "1 message", "p50_ms"}),
    at_least(0.8, "changes/s of one message, of likes/s of many", {"hot", kSixtyFour, "one message", "rate"},
             {"hot", kSixtyFour, "many messages", "rate"}),
    at_most(10, "events/s that a subscriber of a hot message gets",
            {"hot", kSixtyFour, "subscriber", "events_per_second"}),
    at_most(1000, "time to the final state of a hot message, in ms", {"hot", kSixtyFour, "subscriber", "settled_ms"}),
    at_most(0, "changes of a hot message that the subscriber never learns",
            {"hot", kSixtyFour, "subscriber", "versions_missing"}),
    at_most(60, "like to the last of 1,000 subscribers, median in ms", {"fanout", kThousand, kProduct, "last_p50_ms"}),
    at_most(4, "like to event at 500 likes/s, p50 in ms", {"latency", "500 likes/s", kProduct, "p50_ms"}),
    at_most(25, "like to event at 500 likes/s, p99 in ms", {"latency", "500 likes/s", kProduct, "p99_ms"}),
    at_most(1.25, "like of the message with the most likes, p50, of one with 10",
            {"growth", "1 connection", kProduct, "largest_p50_ms"},
            {"growth", "1 connection", kProduct, "smallest_p50_ms"}),
    at_least(0.85, "likes/s on the large table, of those on the small one",
             {"growth", kSixtyFour, "large table", "rate"}, {"growth", kSixtyFour, "small table", "rate"}),
    at_least(0.8, "likes/s served to 4,000 connections, of those to 64",
             {"overload", "4000 connections", kProduct, "served"}, {"overload", kSixtyFour, kProduct, "served"}),
    at_least(0.8, "likes/s right after that, of those before", {"overload", kSixtyFour, "right after", "served"},
             {"overload", kSixtyFour, kProduct, "served"}),
    at_most(2, "like beside 500 slow clients, p99, of one without",
            {"overload", kSixteen, "500 slow clients", "p99_ms"}, {"overload", kSixteen, kProduct, "p99_ms"}),
    at_most(1.2, "like beside a greedy user, p99, of one without", {"overload", kSixteen, "greedy user", "p99_ms"},
            {"overload", kSixteen, "limited", "p99_ms"}),
    at_most(1.2, "like beside 2,000 bad signatures/s, p99, of one without",
            {"signatures", "bad signatures", kProduct, "p99_ms"}, {"signatures", kSixteen, kProduct, "p99_ms"}),
    at_most(40, "memory of the largest handler process at the end, in MB",
            {"memory", "everything", "largest handler", "end_mb"}),
    at_most(1, "most growth of a handler process in the last quarter, in MB",
            {"memory", "everything", "largest handler", "growth_mb"}),
    at_least(0.95, "likes/s with the analytics at 64 connections, of those without the feed",
             {"analytics", kSixtyFour, "analytics alone", "rate"},
             {"analytics", kSixtyFour, "without the feed", "rate"}),
    at_most(1.05, "like with the analytics at 64 connections, p99, of one without the feed",
            {"analytics", kSixtyFour, "analytics alone", "p99_ms"},
            {"analytics", kSixtyFour, "without the feed", "p99_ms"}),
    at_least(0.95, "likes/s with analytics and notices at 64 connections, of those without the feed",
             {"analytics", kSixtyFour, kProduct, "rate"}, {"analytics", kSixtyFour, "without the feed", "rate"}),
    at_most(1.05, "like with analytics and notices at 64 connections, p99, of one without the feed",
            {"analytics", kSixtyFour, kProduct, "p99_ms"}, {"analytics", kSixtyFour, "without the feed", "p99_ms"}),
    at_most(500, "like to its being counted at 1,000 likes/s, p50 in ms",
            {"analytics", kThousandLikes, kProduct, "p50_ms"}),
    at_most(2000, "like to its being counted at 1,000 likes/s, p99 in ms",
            {"analytics", kThousandLikes, kProduct, "p99_ms"}),
    at_most(0, "likes that are not counted", {"analytics", kThousandLikes, kProduct, "uncounted"}),
    at_most(15, "activity of the hottest chat, 28 days by day, p99 in ms",
            {"analytics", "28 days by day", kProduct, "p99_ms"}),
    at_most(60, "activity of the hottest chat, 400 days by month, p99 in ms",
            {"analytics", "400 days by month", kProduct, "p99_ms"}),
    at_most(50, "list that is made for each request, p99 in ms", {"analytics", "inline list", kProduct, "p99_ms"}),
    at_most(10, "list that is made in advance, p99 in ms", {"analytics", "cached list", kProduct, "p99_ms"}),
    at_most(5000, "first list of a chat with 100,000 liked messages, in ms",
            {"analytics", "100000 messages", kProduct, "first_list_ms"}),
    at_most(60'000, "first list of a chat with a million liked messages, in ms",
            {"analytics", "1000000 messages", kProduct, "first_list_ms"}),
    at_most(1.1, "like beside 1,000 people who reload the analytics, p99, of one without",
            {"analytics", kSixteen, "1000 readers", "p99_ms"}, {"analytics", kSixteen, kProduct, "p99_ms"}),
    at_most(200, "like to its notice at 500 likes/s, p50 in ms", {"notices", "500 likes/s", kProduct, "p50_ms"}),
    at_most(1000, "like to its notice at 500 likes/s, p99 in ms", {"notices", "500 likes/s", kProduct, "p99_ms"}),
    at_most(0, "likes of which their author is never told", {"notices", "500 likes/s", kProduct, "unheard"}),
    at_most(1.05, "like at 500 likes/s, p99, of one without notices",
            {"notices", "500 likes/s", kProduct, "answer_p99_ms"},
            {"notices", "500 likes/s", "without notices", "answer_p99_ms"}),
    at_most(1.05, "like at 64 connections, p99, of one without notices", {"notices", kSixtyFour, kProduct, "p99_ms"},
            {"notices", kSixtyFour, "without notices", "p99_ms"}),
    at_most(0.30, "bytes of the analytics' tables after six weeks, of those of the likes",
            {"analytics", "six weeks", kProduct, "analytics_bytes"},
            {"analytics", "six weeks", kProduct, "likes_bytes"}),
};

}  // namespace likes::bench
