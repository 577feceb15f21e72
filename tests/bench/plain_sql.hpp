#pragma once

#include <memory>
#include <vector>

#include "numbered.hpp"
#include "runtime/config.hpp"

namespace likes::bench {

/// Executes likes straight in the database. One thread's, as its connection is.
class SqlLiker {
  public:
    virtual ~SqlLiker() = default;

    /// Returns when they are durable. Throws if one changes nothing.
    virtual void execute(const std::vector<Pair>& pairs) = 0;
};

/// One transaction per like, in prepared statements of single rows, as anybody would write it. Takes one pair at a
/// time.
std::unique_ptr<SqlLiker> one_by_one(const runtime::Config& config);

/// One transaction for all of them, in multi-row statements with everything written out.
std::unique_ptr<SqlLiker> in_batches(const runtime::Config& config);

/// Takes out of the outbox what nobody will publish.
void empty_outbox(const runtime::Config& config);

}  // namespace likes::bench
