#pragma once

#include <cstddef>
#include <utility>

#include "database/session.hpp"
#include "notices/pushing.hpp"

namespace likes::store {

/// What became of pushes that were due.
struct DecidedPushes {
    /// Rows that were looked at; 0: nothing is due.
    std::size_t due = 0;
    /// Nobody is interrupted because of them: what they were about has changed, or was seen.
    std::size_t dropped = 0;
    std::size_t expired = 0;
};

/// Decides, when a push is due, whether and how its recipient is interrupted, and gives a row to each of the
/// recipient's devices. Several processes may do so at the same time.
class PushDeciding {
  public:
    /// Rows that are looked at to find recipients.
    static constexpr std::size_t kBatch = 100;

    PushDeciding(database::Session session, notices::PushPolicy policy)
        : session_{std::move(session)}, policy_{policy} {}

    /// Decides, in one transaction, on all that is due to some recipients. Throws what database::Session::transaction
    /// throws.
    DecidedPushes decide_some();

  private:
    database::Session session_;
    notices::PushPolicy policy_;
};

}  // namespace likes::store
