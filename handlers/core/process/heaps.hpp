#pragma once

/// The memory of a process with many threads.
namespace likes::process {

/// Keeps malloc from making eight heaps per core, as glibc does when threads meet: as many as run at the same time do,
/// and what one of them has freed is then there for the others. Call before any other thread starts.
void limit_heaps();

}  // namespace likes::process
