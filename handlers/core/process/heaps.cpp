#include "process/heaps.hpp"

#include <algorithm>
#include <thread>

#include <malloc.h>

namespace likes::process {

void limit_heaps() {
    mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace likes::process
