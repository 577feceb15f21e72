#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "client/client.hpp"
#include "config/config.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "store/leavers.hpp"
#include "time/time.hpp"

namespace likes::relay {

/// Tells the broker who left which chat, so that no token of before opens it any more. Every relay does this all the
/// time, lease or no lease: telling twice does no harm. A broker that starts knows nothing and lets no user in until it
/// has been told everything that is still in force; so all of it is told after each new connection.
class Revoker {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    explicit Revoker(const config::Config& config);

    /// Looks who left and tells the broker what it does not know yet. Throws what the store throws; the next look
    /// starts anew.
    void look();

  private:
    /// Who left which chat, and when: to rejoin and leave again is another leaving.
    using Leaving = std::tuple<Uuid, UserId, Time>;

    std::vector<store::Leaver> unknown_to_broker(std::vector<store::Leaver> leavers) const;
    bool tell(const std::vector<store::Leaver>& leavers, Time before, bool is_everything);
    void forget_expired(Time now);

    std::chrono::seconds token_lifetime_;
    store::Leavers leavers_;
    /// What the broker of `told_connection_` knows, and since when, by the database's clock.
    std::map<Leaving, Time> told_;
    /// The connection that was told everything; 0 if none was.
    std::uint64_t told_connection_ = 0;
    std::chrono::steady_clock::time_point last_full_look_{};
    bool failing_ = false;
    std::atomic<bool> refused_ = false;
    // Sets `refused_`, so it starts last and ends first.
    mqtt::Client broker_;
};

}  // namespace likes::relay
