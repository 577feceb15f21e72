#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "publishing/mqtt_client.hpp"
#include "runtime/config.hpp"
#include "store/former_members.hpp"

namespace likes::relay {

/// Has the broker revoke the access of members who left a chat, so that no token issued before opens the chat any more.
/// Every relay does this all the time, with or without a lease, because sending a revocation twice does no harm. A
/// broker that starts has no revocations and admits no user until it has all that are still in force; so all of them
/// are sent after each new connection.
class Revoker {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    explicit Revoker(const runtime::Config& config);

    /// Finds members who left, and sends the broker the revocations that it does not have yet. Throws what the store
    /// throws; the next run starts anew.
    void run_once();

  private:
    /// Which user left which chat, and when: leaving again after a return is another one.
    using Leaving = std::tuple<Uuid, UserId, Time>;

    std::vector<store::FormerMember> unknown_to_broker(std::vector<store::FormerMember> members) const;
    bool send(const std::vector<store::FormerMember>& members, Time before, bool is_everything);
    bool is_accepted();
    void forget_expired(Time now);

    std::chrono::seconds token_lifetime_;
    store::FormerMembers former_members_;
    publishing::MqttClient broker_;
    /// The revocations that the broker has acknowledged on `informed_connection_`, and when they were found, by the
    /// database's clock.
    std::map<Leaving, Time> sent_;
    /// The connection over which all revocations were sent; 0: none.
    std::uint64_t informed_connection_ = 0;
    std::chrono::steady_clock::time_point last_full_search_{};
    bool failing_ = false;
};

}  // namespace likes::relay
