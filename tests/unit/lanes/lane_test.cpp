#include "lanes/lane.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "lanes/crew.hpp"
#include "runtime/counters.hpp"

namespace likes::lanes::lane_test {

using namespace std::chrono_literals;
using Batches = std::vector<std::vector<int>>;

/// Writes down what is executed. Items are pointers, so that a copy of one would not compile.
class Recorder {
  public:
    using Item = std::unique_ptr<int>;

    explicit Recorder(Batches& batches, std::function<void()> meanwhile = {})
        : batches_{&batches}, meanwhile_{std::move(meanwhile)} {}

    void execute(std::vector<Item>& batch) {
        auto& values = batches_->emplace_back();
        for (const auto& item : batch) values.push_back(*item);
        if (meanwhile_) meanwhile_();
    }

  private:
    Batches* batches_;
    std::function<void()> meanwhile_;
};

bool add(Lane<Recorder>& lane, int value) {
    auto item = std::make_unique<int>(value);
    return lane.try_add(item);
}

std::vector<int> values_of(const std::vector<std::unique_ptr<int>>& items) {
    std::vector<int> values;
    for (const auto& item : items) values.push_back(*item);
    return values;
}

BOOST_AUTO_TEST_SUITE(lane)

BOOST_AUTO_TEST_CASE(a_lane_is_due_while_something_waits) {
    Batches batches;
    Lane<Recorder> lane{{}, Recorder{batches}};
    BOOST_TEST(!lane.is_due());
    BOOST_TEST(add(lane, 1));
    BOOST_TEST(lane.is_due());
    lane.perform();
    BOOST_TEST(!lane.is_due());
    BOOST_TEST((batches == Batches{{1}}));
    // Nothing waits: nothing is executed.
    lane.perform();
    BOOST_TEST(batches.size() == 1U);
}

BOOST_AUTO_TEST_CASE(items_that_arrive_during_an_execution_go_together_into_the_next_batch) {
    Batches batches;
    Lane<Recorder>* lane_of_all = nullptr;
    Lane<Recorder> lane{{}, Recorder{batches, [&] {
                                         if (batches.size() > 1) return;
                                         for (int i = 2; i <= 4; ++i) BOOST_TEST(add(*lane_of_all, i));
                                     }}};
    lane_of_all = &lane;
    BOOST_TEST(add(lane, 1));
    lane.perform();
    BOOST_TEST((batches == Batches{{1}, {2, 3, 4}}));
    BOOST_TEST(!lane.is_due());
}

BOOST_AUTO_TEST_CASE(a_batch_takes_no_more_than_its_maximum_and_who_came_first_first) {
    Batches batches;
    Lane<Recorder> lane{{.batch_max = 2}, Recorder{batches}};
    for (int i = 1; i <= 5; ++i) BOOST_TEST(add(lane, i));
    lane.perform();
    BOOST_TEST((batches == Batches{{1, 2}, {3, 4}, {5}}));
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_the_next_item_and_leaves_it_as_it_was) {
    Batches batches;
    Lane<Recorder> lane{{.queue_max = 2}, Recorder{batches}};
    BOOST_TEST(add(lane, 1));
    BOOST_TEST(add(lane, 2));
    auto refused = std::make_unique<int>(3);
    BOOST_TEST(!lane.try_add(refused));
    BOOST_REQUIRE(refused != nullptr);
    BOOST_TEST(*refused == 3);
    lane.perform();
    BOOST_TEST(lane.try_add(refused));
    BOOST_TEST(!refused);
    lane.perform();
    BOOST_TEST((batches == Batches{{1, 2}, {3}}));
}

BOOST_AUTO_TEST_CASE(what_is_being_executed_takes_no_place_in_the_queue) {
    Batches batches;
    Lane<Recorder>* lane_of_all = nullptr;
    int taken = 0;
    Lane<Recorder> lane{{.batch_max = 1, .queue_max = 2}, Recorder{batches, [&] {
                                                                       if (batches.size() > 1) return;
                                                                       while (add(*lane_of_all, 2)) ++taken;
                                                                   }}};
    lane_of_all = &lane;
    BOOST_TEST(add(lane, 1));
    lane.perform();
    BOOST_TEST(taken == 2);
    BOOST_TEST(batches.size() == 3U);
}

BOOST_AUTO_TEST_CASE(an_item_whose_patience_ends_in_the_queue_is_handed_back_and_never_executed) {
    Batches batches;
    Lane<Recorder> lane{{.patience = 300ms}, Recorder{batches}};
    BOOST_TEST(add(lane, 1));
    BOOST_TEST(add(lane, 2));
    BOOST_TEST(lane.take_late().empty());
    std::this_thread::sleep_until(std::chrono::steady_clock::now() + 300ms);
    BOOST_TEST(add(lane, 3));
    BOOST_TEST((values_of(lane.take_late()) == std::vector{1, 2}));
    BOOST_TEST(lane.take_late().empty());
    BOOST_TEST(lane.is_due());
    lane.perform();
    BOOST_TEST((batches == Batches{{3}}));
}

BOOST_AUTO_TEST_CASE(an_item_that_a_batch_took_is_late_no_more) {
    Batches batches;
    Lane<Recorder>* lane_of_all = nullptr;
    std::size_t late = 0;
    Lane<Recorder> lane{{.patience = 0ms}, Recorder{batches, [&] { late += lane_of_all->take_late().size(); }}};
    lane_of_all = &lane;
    BOOST_TEST(add(lane, 1));
    lane.perform();
    BOOST_TEST(late == 0U);
    BOOST_TEST((batches == Batches{{1}}));
}

BOOST_AUTO_TEST_CASE(what_waits_and_what_is_refused_is_counted) {
    auto& counters = runtime::counters();
    const auto waiting = counters.lane_queue.value();
    const auto full = counters.lane_queue_full.value();
    const auto late = counters.lane_too_late.value();
    Batches batches;
    Lane<Recorder> lane{{.queue_max = 2, .patience = 0ms}, Recorder{batches}};
    BOOST_TEST(add(lane, 1));
    BOOST_TEST(add(lane, 2));
    BOOST_TEST(!add(lane, 3));
    BOOST_TEST(counters.lane_queue.value() == waiting + 2);
    BOOST_TEST(counters.lane_queue_full.value() == full + 1);
    lane.perform();
    BOOST_TEST(counters.lane_queue.value() == waiting);
    BOOST_TEST(add(lane, 4));
    BOOST_TEST(lane.take_late().size() == 1U);
    BOOST_TEST(!lane.is_due());
    BOOST_TEST(counters.lane_queue.value() == waiting);
    BOOST_TEST(counters.lane_too_late.value() == late + 1);
}

// -- Under a crew -----------------------------------------------------------------------------------------------------

constexpr std::size_t kAdding = 6;
constexpr int kItems = 3000;

/// One of a crowd of items: the thread that added it, and the how many-eth of that thread it is.
struct Numbered {
    std::size_t thread;
    int number;
};

/// Checks, for one lane, that it is led by one thread at a time and that each thread's items come in their order.
struct Checked {
    std::atomic<bool> is_executing = false;
    std::atomic<int> overlapping = 0;
    int out_of_order = 0;
    std::size_t executed = 0;
    std::size_t largest_batch = 0;
    std::vector<int> last = std::vector<int>(kAdding, -1);
};

class Checker {
  public:
    using Item = Numbered;

    explicit Checker(Checked& checked) : checked_{&checked} {}

    void execute(std::vector<Numbered>& batch) {
        if (checked_->is_executing.exchange(true)) ++checked_->overlapping;
        for (const auto& [thread, number] : batch) {
            if (number <= std::exchange(checked_->last[thread], number)) ++checked_->out_of_order;
        }
        checked_->executed += batch.size();
        checked_->largest_batch = std::max(checked_->largest_batch, batch.size());
        checked_->is_executing = false;
    }

  private:
    Checked* checked_;
};

BOOST_AUTO_TEST_CASE(under_many_threads_nothing_is_lost_or_done_twice_or_out_of_order) {
    constexpr std::size_t kLanes = 3;
    std::vector<Checked> checked(kLanes);
    std::vector<std::unique_ptr<Lane<Checker>>> lanes;
    std::vector<Duty*> duties;
    for (auto& each : checked) {
        // Room for less than all, so that some is refused, and patience for some only.
        lanes.push_back(
            std::make_unique<Lane<Checker>>(Limits{.batch_max = 8, .queue_max = 64, .patience = 1ms}, Checker{each}));
        duties.push_back(lanes.back().get());
    }
    std::atomic<std::size_t> added = 0;
    std::atomic<std::size_t> refused = 0;
    std::atomic<std::size_t> late = 0;
    Crew crew{duties};
    crew.start();
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < kAdding; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kItems; ++i) {
                    Numbered item{thread, i};
                    auto& lane = *lanes[static_cast<std::size_t>(i) % kLanes];
                    ++(lane.try_add(item) ? added : refused);
                    crew.notify();
                    if (i % 16 == 0) late += lane.take_late().size();
                }
            });
        }
    }
    crew.wait_until_idle();
    std::size_t executed = 0;
    for (const auto& each : checked) {
        BOOST_TEST(each.overlapping == 0);
        BOOST_TEST(each.out_of_order == 0);
        BOOST_TEST(each.largest_batch <= 8U);
        executed += each.executed;
    }
    BOOST_TEST(added + refused == kAdding * kItems);
    BOOST_TEST(executed + late == added);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::lanes::lane_test
