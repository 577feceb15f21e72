#include "runtime/counters.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::runtime {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(counters_of_a_process)

BOOST_AUTO_TEST_CASE(nothing_is_lost_when_many_threads_count) {
    constexpr std::uint64_t kThreads = 8;
    constexpr std::uint64_t kTimes = 10'000;
    Counters numbers;
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t i = 0; i < kThreads; ++i) {
            threads.emplace_back([&numbers] {
                for (std::uint64_t n = 0; n < kTimes; ++n) {
                    const Held waiting{numbers.lane_queue};
                    numbers.count_request(200, 1ms);
                }
            });
        }
    }
    BOOST_TEST(numbers.requests[0].value() == kThreads * kTimes);
    BOOST_TEST(numbers.request_microseconds.sum() == kThreads * kTimes * 1000);
    BOOST_TEST(numbers.lane_queue.value() == 0);
}

BOOST_AUTO_TEST_CASE(a_bound_is_the_last_of_its_range) {
    Histogram<kBatchBounds> histogram;
    for (const std::uint64_t value : {0U, 1U, 2U, 3U, 256U, 257U, 100'000U}) histogram.observe(value);
    BOOST_TEST(histogram.count(0) == 2U);
    BOOST_TEST(histogram.count(1) == 1U);
    BOOST_TEST(histogram.count(2) == 1U);
    BOOST_TEST(histogram.count(kBatchBounds.size() - 1) == 1U);
    BOOST_TEST(histogram.count(kBatchBounds.size()) == 2U);
    BOOST_TEST(histogram.sum() == 100'519U);
}

BOOST_AUTO_TEST_CASE(each_status_has_a_counter_and_those_nobody_thought_of_share_one) {
    Counters numbers;
    for (const int status : kStatuses) numbers.count_request(status, 1us);
    for (const int status : {0, 418, 599}) numbers.count_request(status, 1us);
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        BOOST_TEST_INFO_SCOPE("status " << kStatuses[i]);
        BOOST_TEST(numbers.requests[i].value() == 1U);
    }
    BOOST_TEST(numbers.requests.back().value() == 3U);
}

BOOST_AUTO_TEST_CASE(a_duration_that_a_clock_made_negative_counts_as_none) {
    Counters numbers;
    numbers.count_request(200, -1s);
    BOOST_TEST(numbers.request_microseconds.count(0) == 1U);
    BOOST_TEST(numbers.request_microseconds.sum() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::runtime
