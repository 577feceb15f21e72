#include "process/heaps.hpp"

#include <algorithm>
#include <thread>

#include <malloc.h>

namespace likes::process {

void limit_heaps() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is no other thread yet.
    mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace likes::process
