#pragma once

/// SIGTERM and SIGINT as something to wait for, not something that interrupts.
namespace likes::process {

/// Keeps the stop signals pending, in this thread and those that it starts from now on. Call before any other thread
/// starts.
void block_stop_signals();

/// Waits until one comes.
void wait_for_stop_signal();

}  // namespace likes::process
