#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

/// Counters, gauges and histograms. Nothing here waits, locks or allocates, and all of it may be in memory that
/// processes share: each number is a 64-bit atomic, and it does not matter which of two numbers a reader sees first.
namespace likes::runtime {

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// A number that only grows.
class Counter {
  public:
    void add(std::uint64_t count = 1) noexcept { value_.fetch_add(count, std::memory_order_relaxed); }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

/// A number that goes up and down.
class Gauge {
  public:
    void add(std::int64_t difference) noexcept { value_.fetch_add(difference, std::memory_order_relaxed); }
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_ = 0;
};

/// Adds one to a gauge for as long as it lives.
class Held {
  public:
    explicit Held(Gauge& gauge) noexcept : gauge_{gauge} { gauge_.add(1); }
    ~Held() { gauge_.add(-1); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

  private:
    Gauge& gauge_;
};

/// Counts values by range, and adds them up. `kUpperBounds` are whole numbers in the unit of the values, ascending;
/// each is the greatest value of its range. Values above all bounds have a range of their own.
template <auto kUpperBounds>
class Histogram {
  public:
    static constexpr auto kBounds = kUpperBounds;

    void observe(std::uint64_t value) noexcept {
        std::size_t range = 0;
        while (range < kBounds.size() && value > kBounds[range]) ++range;
        counts_[range].add();
        sum_.add(value);
    }

    /// The number of values in this range alone. The last range, of index kBounds.size(), has the values above all
    /// bounds.
    std::uint64_t count(std::size_t range) const noexcept { return counts_.at(range).value(); }
    std::uint64_t sum() const noexcept { return sum_.value(); }

  private:
    std::array<Counter, kBounds.size() + 1> counts_;
    Counter sum_;
};

}  // namespace likes::runtime
