#pragma once

#include <chrono>

/// SIGTERM and SIGINT as something to wait for, not something that interrupts.
namespace likes::process {

/// Keeps the stop signals pending, in this thread and those that it starts from now on. Call before any other thread
/// starts.
void block_stop_signals();

/// Waits until one comes.
void wait_for_stop_signal();

/// Waits until one comes, at most for `patience`. True if one came.
bool stop_signal_within(std::chrono::milliseconds patience);

}  // namespace likes::process
