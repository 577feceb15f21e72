#pragma once

/// Replaces operator new in the test's executable, so that an allocation can be made to fail.
namespace likes::test {

/// Who counts towards the allocation that fails.
enum class Allocating { kThisThread, kAllThreads };

/// From now on the `number`th allocation throws std::bad_alloc, and none after it. `number` counts from 1.
void fail_allocation(long number, Allocating who);

/// No allocation fails any more. True if one has.
bool stop_failing_allocations();

}  // namespace likes::test
