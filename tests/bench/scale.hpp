#pragma once

#include <chrono>
#include <cstddef>

namespace likes::bench {

/// How much is measured.
struct Scale {
    bool is_quick = false;
    /// A figure is the median of so many.
    std::size_t rounds = 3;
    /// Of one load.
    std::chrono::seconds duration{4};
    std::size_t events_of_fanout = 100;
    std::size_t crowd_calls = 300;
    std::size_t likes_of_largest_message = 1'000'000;
    /// How many other messages lie between two of the large table's.
    std::size_t others = 49;
    std::size_t requests_of_memory = 1'000'000;
    std::size_t members_of_hottest_chat = 36'000;
    /// All of which somebody likes. 0: there is no such chat.
    std::size_t messages_of_busiest_chat = 1'000'000;
    std::size_t likes_of_six_weeks = 1'000'000;

    /// Shows whether it works, not how fast it is.
    static Scale quick() {
        return {.is_quick = true,
                .rounds = 2,
                .duration = std::chrono::seconds{2},
                .events_of_fanout = 20,
                .crowd_calls = 100,
                .likes_of_largest_message = 100'000,
                .others = 5,
                .requests_of_memory = 50'000,
                .members_of_hottest_chat = 3'600,
                .messages_of_busiest_chat = 0,
                .likes_of_six_weeks = 100'000};
    }

    std::size_t likes_of_large_table() const { return 100'000 + 200'000 * others; }
};

}  // namespace likes::bench
