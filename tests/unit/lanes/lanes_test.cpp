#include "lanes/lanes.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <latch>
#include <limits>
#include <set>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::lanes {
namespace {

using namespace std::chrono_literals;

/// Longer than any of these tests takes.
constexpr auto kLong = 30s;
constexpr std::size_t kLargestHash = std::numeric_limits<std::size_t>::max();

using Numbered = Lanes<int, std::size_t>;

/// Makes what answers each item with the number of its lane, in the order in which the lanes are made.
class Numbers {
  public:
    Numbered::Execute operator()() {
        return [lane = made_++](std::span<const int> items) { return std::vector<std::size_t>(items.size(), lane); };
    }

    std::size_t made() const { return made_; }

  private:
    std::size_t made_ = 0;
};

BOOST_AUTO_TEST_SUITE(lanes)

BOOST_AUTO_TEST_CASE(each_lane_has_an_execute_of_its_own_from_the_beginning) {
    for (const std::size_t count : {1U, 2U, 3U, 64U}) {
        BOOST_TEST_CONTEXT(count << " lanes") {
            Numbers numbers;
            Numbered lanes{{count, {}, kLong}, std::ref(numbers)};
            BOOST_TEST(numbers.made() == count);
            std::set<std::size_t> used;
            for (std::size_t hash = 0; hash < count; ++hash) used.insert(lanes.submit(hash, 0));
            BOOST_TEST(used.size() == count);
            BOOST_TEST(numbers.made() == count);
        }
    }
}

BOOST_AUTO_TEST_CASE(items_of_the_same_hash_always_go_to_the_same_lane) {
    Numbers numbers;
    Numbered lanes{{3, {}, kLong}, std::ref(numbers)};
    for (const std::size_t hash : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{1000},
                                   kLargestHash - 1, kLargestHash}) {
        BOOST_TEST_CONTEXT("hash " << hash) {
            const auto lane = lanes.submit(hash, 1);
            BOOST_TEST(lane < 3U);
            for (int item = 2; item <= 5; ++item) {
                lanes.submit(hash + static_cast<std::size_t>(item), item);
                BOOST_TEST(lanes.submit(hash, item) == lane);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_item_and_its_result_belong_together) {
    Lanes<int, int> lanes{{2, {}, kLong}, [] {
                              return [](std::span<const int> items) {
                                  std::vector<int> results;
                                  for (const int item : items) results.push_back(item * 10);
                                  return results;
                              };
                          }};
    for (int item = 0; item < 5; ++item) BOOST_TEST(lanes.submit(static_cast<std::size_t>(item), item) == item * 10);
}

/// Two lanes, of which that of hash 0 is busy until the test ends.
class HalfBusy {
  public:
    HalfBusy(Limits limits, std::chrono::milliseconds timeout)
        : lanes_{{2, limits, timeout}, [this] {
                     return [this](std::span<const int> items) {
                         if (items.front() == kBlocker) {
                             begun_.count_down();
                             end_.wait();
                         }
                         return std::vector<int>(items.begin(), items.end());
                     };
                 }} {
        threads_.emplace_back([this] { lanes_.submit(0, kBlocker); });
        begun_.wait();
    }
    ~HalfBusy() { end_.count_down(); }
    HalfBusy(const HalfBusy&) = delete;
    HalfBusy& operator=(const HalfBusy&) = delete;

    int submit(std::size_t hash, int item) { return lanes_.submit(hash, item); }

    /// Lets two items come to the busy lane, whose queue has room for one, and returns when the other is refused.
    void fill_queue_of_one() {
        for (const int item : {1, 2}) {
            threads_.emplace_back([this, item] {
                try {
                    lanes_.submit(0, item);
                } catch (const Overloaded&) {
                    refused_.count_down();
                }
            });
        }
        refused_.wait();
    }

  private:
    static constexpr int kBlocker = -1;

    std::latch begun_{1};
    std::latch end_{1};
    std::latch refused_{1};
    Lanes<int, int> lanes_;
    // Waits for the threads, so it goes first.
    std::vector<std::jthread> threads_;
};

BOOST_AUTO_TEST_CASE(a_busy_lane_holds_up_no_other) {
    HalfBusy lanes{{}, kLong};
    BOOST_TEST(lanes.submit(1, 7) == 7);
    BOOST_TEST(lanes.submit(3, 8) == 8);
}

BOOST_AUTO_TEST_CASE(an_item_waits_for_its_batch_no_longer_than_the_timeout) {
    HalfBusy lanes{{}, 1ms};
    const auto before = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(lanes.submit(0, 7), Overloaded);
    BOOST_CHECK_THROW(lanes.submit(2, 7), Overloaded);
    const auto waited = std::chrono::steady_clock::now() - before;
    BOOST_TEST((waited >= 2ms));
    BOOST_TEST((waited < kLong));
    BOOST_TEST(lanes.submit(1, 7) == 7);
}

BOOST_AUTO_TEST_CASE(the_limits_are_those_of_each_lane) {
    HalfBusy lanes{{1, 1}, kLong};
    lanes.fill_queue_of_one();
    BOOST_CHECK_THROW(lanes.submit(2, 7), Overloaded);
    BOOST_TEST(lanes.submit(1, 7) == 7);
}

BOOST_AUTO_TEST_CASE(what_breaks_in_a_lane_breaks_only_there) {
    std::size_t made = 0;
    Lanes<int, int> lanes{{2, {}, kLong}, [&] {
                              return [broken = made++ == 0](std::span<const int> items) {
                                  if (broken) throw std::runtime_error{"broken"};
                                  return std::vector<int>(items.begin(), items.end());
                              };
                          }};
    BOOST_CHECK_THROW(lanes.submit(0, 7), std::runtime_error);
    BOOST_TEST(lanes.submit(1, 7) == 7);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::lanes
