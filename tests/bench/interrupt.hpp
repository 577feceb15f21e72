#pragma once

namespace likes::bench {

/// From now on SIGINT, SIGTERM and SIGHUP do not end this process: they are noticed by the next throw_if_interrupted(),
/// so that what has been measured can still be shown.
void notice_interrupts();

/// Throws std::runtime_error if such a signal has come.
void throw_if_interrupted();

}  // namespace likes::bench
