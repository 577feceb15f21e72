#pragma once

#include <chrono>
#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// The same likes as wrk's, straight to the main instance's database.
struct SqlLoad {
    enum class Way {
        kOneByOne,
        kInBatches,
        /// What the handlers do with a batch, without HTTP, FastCGI, lanes, and a broker.
        kHandlersWriter
    };

    Way way;
    std::size_t connections;
    std::chrono::seconds duration;
    /// Where in the walk it begins.
    std::size_t place;
};

/// `rate` by second; `p50_ms` and `p99_ms` of a transaction.
Calls run(const SqlLoad& load);

}  // namespace likes::bench
