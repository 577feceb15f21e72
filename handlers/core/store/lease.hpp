#pragma once

#include <chrono>
#include <string>

#include "store/session.hpp"

namespace likes::store {

/// Work that one process at a time does. The lease is kept by renewing it; a holder that dies loses it when it ends, by
/// the database's clock. It saves work; it is no lock: what is done under it must be harmless if done twice.
class Lease {
  public:
    /// `holder` names this process among all that want the lease.
    Lease(Session session, std::string name, std::string holder, std::chrono::seconds duration);

    /// Takes the lease, or renews it. False if somebody else holds it.
    bool acquire();

    /// Lets the next one have it at once.
    void release();

  private:
    Session session_;
    std::string name_;
    std::string holder_;
    std::chrono::seconds duration_;
};

}  // namespace likes::store
