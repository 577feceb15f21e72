#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "analytics/ranking.hpp"

namespace likes::analytics {

/// The first entries, in the order of the list, of however many come one by one. An `Entry` has a count, and an order:
/// precedes().
template <class Entry>
class TopList {
  public:
    /// The longest that the list gets; 1 or more.
    explicit TopList(std::size_t size) : size_{size} {}

    /// An entry with a count of 0 is none.
    void offer(Entry entry) {
        if (entry.count == 0) return;
        if (entries_.size() == size_) {
            if (!before(entry, entries_.front())) return;
            std::pop_heap(entries_.begin(), entries_.end(), before);
            entries_.back() = std::move(entry);
        } else {
            entries_.push_back(std::move(entry));
        }
        std::push_heap(entries_.begin(), entries_.end(), before);
    }

    /// The least count with which an entry may still get into the list.
    std::uint64_t floor() const { return entries_.size() == size_ ? entries_.front().count : 1; }

    /// The list, in its order. Empty from then on.
    std::vector<Entry> take() {
        std::sort_heap(entries_.begin(), entries_.end(), before);
        return std::exchange(entries_, {});
    }

  private:
    static bool before(const Entry& one, const Entry& other) { return precedes(one, other); }

    std::size_t size_;
    /// A heap with the last one of the list in front.
    std::vector<Entry> entries_;
};

}  // namespace likes::analytics
