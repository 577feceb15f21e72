#pragma once

#include <chrono>
#include <string>

#include "database/session.hpp"

namespace likes::store {

/// The right to work that one process at a time does. The holder keeps the lease by renewing it; a holder that dies
/// loses it when it expires, by the database's clock. A lease saves work, but it is no lock: what is done under it must
/// be harmless if done twice.
class Lease {
  public:
    /// How long a holder that died keeps the others from taking over, unless it works at longer intervals.
    static constexpr std::chrono::seconds kDuration{5};

    Lease(database::Session session, std::string name, std::chrono::seconds duration = kDuration);

    /// Takes the lease, or renews it. False if another process holds it.
    bool acquire();

    /// Ends the lease, so that another process can take it at once.
    void release();

  private:
    database::Session session_;
    std::string name_;
    /// Names this process among all that want the lease: `host:pid`.
    std::string holder_;
    std::chrono::seconds duration_;
};

}  // namespace likes::store
