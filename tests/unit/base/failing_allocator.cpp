#include "unit/base/failing_allocator.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace likes::test {
namespace {

/// How many allocations still succeed; below zero if none is to fail.
std::atomic<long> left_of_all = -1;
thread_local long left_of_this_thread = -1;
std::atomic<bool> has_failed = false;

/// Whether the allocation of this moment is the one that fails.
bool fails() {
    const bool of_this_thread = left_of_this_thread >= 0 && left_of_this_thread-- == 0;
    const bool of_all = left_of_all >= 0 && left_of_all-- == 0;
    if (of_this_thread || of_all) has_failed = true;
    return of_this_thread || of_all;
}

}  // namespace

void fail_allocation(long number, Allocating who) {
    has_failed = false;
    if (who == Allocating::kAllThreads) {
        left_of_all = number - 1;
    } else {
        left_of_this_thread = number - 1;
    }
}

bool stop_failing_allocations() {
    left_of_all = -1;
    left_of_this_thread = -1;
    return has_failed;
}

}  // namespace likes::test

// The other forms of new and delete call these.

void* operator new(std::size_t size) {
    void* const memory = likes::test::fails() ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
