#include "lanes/group_commit.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "metrics/process.hpp"
#include "unit/lanes/crowd.hpp"

namespace likes::lanes {
namespace {

using test::Crowd;
using Batch = Crowd::Batch;
using SteadyTime = Crowd::Lane::SteadyTime;

constexpr SteadyTime kLongAgo{};

SteadyTime far_away() {
    return std::chrono::steady_clock::now() + std::chrono::hours{1};
}

Batch sorted(Batch batch) {
    std::sort(batch.begin(), batch.end());
    return batch;
}

std::vector<std::size_t> sizes(const std::vector<Batch>& batches) {
    std::vector<std::size_t> sizes;
    sizes.reserve(batches.size());
    for (const auto& batch : batches) sizes.push_back(batch.size());
    return sizes;
}

BOOST_AUTO_TEST_SUITE(group_commit)

BOOST_AUTO_TEST_CASE(an_item_that_comes_alone_is_executed_at_once_by_its_own_thread) {
    std::thread::id executor;
    std::vector<Batch> batches;
    GroupCommit<int, std::string> lane{{}, [&](std::span<const int> items) {
                                           executor = std::this_thread::get_id();
                                           batches.emplace_back(items.begin(), items.end());
                                           return std::vector<std::string>{"seven"};
                                       }};
    BOOST_TEST(lane.submit(7, far_away()) == "seven");
    BOOST_TEST((executor == std::this_thread::get_id()));
    BOOST_TEST((batches == std::vector<Batch>{{7}}));
}

BOOST_AUTO_TEST_CASE(items_that_come_one_after_another_do_not_wait_for_each_other) {
    Crowd crowd{{}};
    crowd.open();
    for (int item = 1; item <= 3; ++item) BOOST_TEST(crowd.lane().submit(item, far_away()) == item * 10);
    BOOST_TEST((crowd.wait_for_batches(3) == std::vector<Batch>{{1}, {2}, {3}}));
}

BOOST_AUTO_TEST_CASE(items_and_results_need_no_copies) {
    GroupCommit<std::unique_ptr<int>, std::unique_ptr<int>> lane{
        {}, [](std::span<const std::unique_ptr<int>> items) {
            std::vector<std::unique_ptr<int>> results;
            for (const auto& item : items) results.push_back(std::make_unique<int>(*item + 1));
            return results;
        }};
    BOOST_TEST(*lane.submit(std::make_unique<int>(7), far_away()) == 8);
}

BOOST_AUTO_TEST_CASE(items_that_arrive_during_an_execution_go_together_into_the_next_batch) {
    Crowd crowd{{64, 5}};
    crowd.occupy(0);
    const auto waiting = crowd.fill({1, 2, 3, 4, 5, 6});
    crowd.let_pass(1);
    const auto batches = crowd.wait_for_batches(2);
    BOOST_TEST(batches[0] == Batch{0}, boost::test_tools::per_element());
    BOOST_TEST(sorted(batches[1]) == waiting, boost::test_tools::per_element());
    crowd.open();
    for (const int item : waiting) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
    BOOST_TEST(crowd.wait_for_batches(2).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_batch_takes_no_more_than_its_maximum) {
    Crowd crowd{{2, 5}};
    crowd.occupy(0);
    const auto waiting = crowd.fill({1, 2, 3, 4, 5, 6});
    crowd.open();
    for (const int item : waiting) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
    const std::vector<std::size_t> expected{1, 2, 2, 1};
    BOOST_TEST(sizes(crowd.wait_for_batches(4)) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_came_first_is_executed_first) {
    // Each batch takes one item and so makes room for one. Of two that want it one is refused: so the other came next.
    Crowd crowd{{1, 3}};
    crowd.occupy(0);
    const auto first_three = crowd.fill({1, 2, 3, 4});
    std::vector<int> came;
    std::size_t begun = 1;
    for (int round = 1; round <= 8; ++round) {
        crowd.let_pass(1);
        crowd.wait_for_batches(++begun);
        came.push_back(crowd.fill({round * 10, round * 10 + 1}).front());
    }
    crowd.open();
    const auto batches = crowd.wait_for_batches(1 + first_three.size() + came.size());
    std::vector<int> executed;
    for (std::size_t i = 1 + first_three.size(); i < batches.size(); ++i) executed.push_back(batches[i].front());
    BOOST_TEST(executed == came, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_the_next_item_at_once) {
    Crowd crowd{{64, 2}};
    crowd.occupy(0);
    const auto waiting = crowd.fill({1, 2, 3});
    // Nothing moves: that this returns at all means that it did not wait.
    BOOST_CHECK_THROW(crowd.lane().submit(9, far_away()), Overloaded);
    crowd.open();
    for (const int item : waiting) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
    for (const auto& batch : crowd.wait_for_batches(2)) BOOST_TEST(std::count(batch.begin(), batch.end(), 9) == 0);
    BOOST_TEST(crowd.lane().submit(9, far_away()) == 90);
}

BOOST_AUTO_TEST_CASE(an_item_whose_deadline_passes_in_the_queue_is_never_executed) {
    Crowd crowd{{64, 2}};
    crowd.occupy(0);
    BOOST_CHECK_THROW(crowd.lane().submit(9, kLongAgo), Overloaded);
    // It left the queue: there is room for two again.
    const auto waiting = crowd.fill({1, 2, 3});
    crowd.let_pass(1);
    BOOST_TEST(sorted(crowd.wait_for_batches(2)[1]) == waiting, boost::test_tools::per_element());
    crowd.open();
    for (const int item : waiting) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
    BOOST_TEST(crowd.wait_for_batches(2).size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_item_that_a_batch_took_waits_for_it_beyond_its_deadline) {
    // On a slow machine the deadline may pass before a batch takes the items; then a longer one is tried.
    for (std::chrono::milliseconds patience{20}; patience < std::chrono::minutes{1}; patience *= 2) {
        Crowd crowd{{64, 2}};
        crowd.occupy(0);
        const auto waiting = crowd.fill({1, 2, 3}, std::chrono::steady_clock::now() + patience);
        crowd.let_pass(1);
        crowd.fate(0);
        bool gave_up = false;
        for (const int item : waiting) gave_up = crowd.is_settled_within(item, patience) || gave_up;
        const auto batches = crowd.wait_for_batches(1);
        if (batches.size() < 2 || batches[1].size() < 2) continue;
        BOOST_TEST(!gave_up);
        crowd.open();
        for (const int item : waiting) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
        return;
    }
    BOOST_FAIL("no batch ever took the items in time");
}

BOOST_AUTO_TEST_CASE(who_is_to_lead_when_its_deadline_passes_leaves_that_to_the_next) {
    // Whether the deadline or the end of the batch before comes first is for the scheduler to say; hence many rounds.
    // A round that never ends is the failure.
    for (int round = 0; round < 200; ++round) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{2};
        std::latch executing{1};
        std::latch queue_is_full{1};
        std::once_flag first_refusal;
        std::vector<int> executed;
        GroupCommit<int, int> lane{{1, 2}, [&](std::span<const int> items) {
                                       executed.push_back(items.front());
                                       if (items.front() == 0) {
                                           executing.count_down();
                                           queue_is_full.wait();
                                           while (std::chrono::steady_clock::now() < deadline)
                                               std::this_thread::yield();
                                       }
                                       return std::vector<int>{items.front()};
                                   }};
        std::mutex mutex;
        std::vector<int> answered;
        const auto submit = [&](int item, SteadyTime until) {
            try {
                lane.submit(item, until);
                const std::lock_guard lock{mutex};
                answered.push_back(item);
            } catch (const Overloaded&) {
                std::call_once(first_refusal, [&] { queue_is_full.count_down(); });
            }
        };
        {
            std::vector<std::jthread> threads;
            threads.emplace_back(submit, 0, far_away());
            executing.wait();
            threads.emplace_back(submit, 1, deadline);
            threads.emplace_back(submit, 2, far_away());
            threads.emplace_back(submit, 3, far_away());
        }
        BOOST_TEST(answered.size() >= 2U);
        BOOST_TEST(sorted(answered) == sorted(executed), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(each_submitter_gets_the_result_of_its_own_item) {
    Crowd crowd{{64, 8}, [](const Batch& items) {
                    std::vector<int> results;
                    for (const int item : items) results.push_back(item % 3 == 0 ? -item : item * item);
                    return results;
                }};
    crowd.occupy(0);
    const auto waiting = crowd.fill({1, 2, 3, 4, 5, 6, 7, 8, 9});
    crowd.open();
    for (const int item : waiting) {
        BOOST_TEST_CONTEXT("item " << item) {
            BOOST_TEST(crowd.fate(item) == std::to_string(item % 3 == 0 ? -item : item * item));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_exception_reaches_every_item_of_its_batch_and_none_of_the_next) {
    std::atomic<int> batches = 0;
    Crowd crowd{{3, 6}, [&](const Batch& items) {
                    if (++batches == 2) throw std::runtime_error{"the database went away"};
                    return Crowd::tenfold(items);
                }};
    crowd.occupy(0);
    crowd.fill({1, 2, 3, 4, 5, 6, 7});
    crowd.open();
    BOOST_TEST(crowd.fate(0) == "0");
    const auto executed = crowd.wait_for_batches(3);
    BOOST_TEST(executed[1].size() == 3U);
    BOOST_TEST(executed[2].size() == 3U);
    for (const int item : executed[1]) BOOST_TEST(crowd.fate(item) == "the database went away");
    for (const int item : executed[2]) BOOST_TEST(crowd.fate(item) == std::to_string(item * 10));
    BOOST_TEST(crowd.lane().submit(8, far_away()) == 80);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_not_answered_item_by_item_is_a_fault_for_all_of_it) {
    for (const std::size_t answers : {0U, 1U, 3U}) {
        BOOST_TEST_CONTEXT("answers: " << answers) {
            Crowd crowd{{64, 2}, [&](const Batch& items) {
                            return items == Batch{0} ? Batch{0} : std::vector<int>(answers, 1);
                        }};
            crowd.occupy(0);
            const auto waiting = crowd.fill({1, 2, 3});
            crowd.open();
            for (const int item : waiting) BOOST_TEST(crowd.fate(item) == "a batch was not answered item by item");
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_or_done_twice_or_at_the_same_time_under_many_threads) {
    constexpr int kThreads = 16;
    constexpr int kItems = 400;
    constexpr std::size_t kBatchMax = 8;
    struct Item {
        int value;
        std::thread::id thread;
    };
    std::atomic<int> executing = 0;
    std::atomic<bool> crowded = false;
    // Written by one execution at a time, which the lane alone sees to: the thread sanitizer watches.
    std::vector<int> executed;
    bool leader_is_first = true;
    std::size_t largest = 0;
    GroupCommit<Item, int> lane{{kBatchMax, kThreads}, [&](std::span<const Item> items) {
                                    if (executing.fetch_add(1) != 0) crowded = true;
                                    largest = std::max(largest, items.size());
                                    leader_is_first = leader_is_first && items[0].thread == std::this_thread::get_id();
                                    std::vector<int> results;
                                    for (const auto& item : items) {
                                        executed.push_back(item.value);
                                        results.push_back(-item.value);
                                    }
                                    executing.fetch_sub(1);
                                    return results;
                                }};
    std::atomic<long long> sum = 0;
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        threads.reserve(kThreads);
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kItems; ++i) {
                    const int value = thread * kItems + i;
                    const int result = lane.submit({value, std::this_thread::get_id()}, far_away());
                    if (result != -value) ++wrong;
                    sum += result;
                }
            });
        }
    }
    BOOST_TEST(!crowded);
    BOOST_TEST(leader_is_first);
    BOOST_TEST(largest <= kBatchMax);
    BOOST_TEST(wrong == 0);
    std::vector<int> expected(std::size_t{kThreads} * kItems);
    std::iota(expected.begin(), expected.end(), 0);
    BOOST_TEST((sorted(executed) == expected));
    BOOST_TEST(sum == -std::accumulate(expected.begin(), expected.end(), 0LL));
}

BOOST_AUTO_TEST_CASE(the_metrics_know_what_waits_how_large_the_batches_are_and_what_is_refused) {
    auto& numbers = metrics::here();
    const auto full = numbers.lane_queue_full.value();
    const auto sum = numbers.batch_requests.sum();
    const auto waiting = numbers.lane_queue.value();
    {
        Crowd crowd{{64, 3}};
        crowd.occupy(0);
        crowd.fill({1, 2, 3, 4});
        BOOST_TEST(numbers.lane_queue.value() == waiting + 3);
        BOOST_TEST(numbers.lane_queue_full.value() > full);
        crowd.open();
        crowd.wait_for_batches(2);
    }
    BOOST_TEST(numbers.lane_queue.value() == waiting);
    BOOST_TEST(numbers.batch_requests.sum() == sum + 4);
}

BOOST_AUTO_TEST_CASE(equal_items_are_executed_as_often_as_they_are_submitted) {
    constexpr int kThreads = 8;
    constexpr int kItems = 200;
    int executed = 0;
    GroupCommit<int, int> lane{{4, kThreads}, [&](std::span<const int> items) {
                                   std::vector<int> results;
                                   for (const int item : items) results.push_back(item + executed++);
                                   return results;
                               }};
    std::mutex mutex;
    std::multiset<int> results;
    {
        std::vector<std::jthread> threads;
        threads.reserve(kThreads);
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < kItems; ++i) {
                    const int result = lane.submit(1000, far_away());
                    const std::lock_guard lock{mutex};
                    results.insert(result);
                }
            });
        }
    }
    BOOST_TEST(executed == kThreads * kItems);
    int next = 1000;
    for (const int result : results) BOOST_REQUIRE(result == next++);
    BOOST_TEST(next == 1000 + kThreads * kItems);
}

BOOST_AUTO_TEST_CASE(with_refusals_and_late_items_each_one_is_either_executed_or_overloaded) {
    constexpr std::uint32_t kThreads = 12;
    constexpr int kItems = 400;
    std::vector<int> executed;
    GroupCommit<int, int> lane{{3, 4}, [&](std::span<const int> items) {
                                   executed.insert(executed.end(), items.begin(), items.end());
                                   return std::vector<int>{items.begin(), items.end()};
                               }};
    std::mutex mutex;
    std::vector<int> answered;
    {
        std::vector<std::jthread> threads;
        threads.reserve(kThreads);
        for (std::uint32_t seed = 0; seed < kThreads; ++seed) {
            threads.emplace_back([&, seed] {
                std::mt19937 random{seed};
                for (int i = 0; i < kItems; ++i) {
                    const int item = static_cast<int>(seed) * kItems + i;
                    const std::chrono::microseconds patience{std::uniform_int_distribution{-100, 100}(random)};
                    try {
                        lane.submit(item, std::chrono::steady_clock::now() + patience);
                    } catch (const Overloaded&) {
                        continue;
                    }
                    const std::lock_guard lock{mutex};
                    answered.push_back(item);
                }
            });
        }
    }
    BOOST_TEST((sorted(executed) == sorted(answered)));
    // Whoever gave up left the lane usable.
    BOOST_TEST(lane.submit(-1, far_away()) == -1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::lanes
