#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/steady_clock.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "publishing/broker.hpp"
#include "store/former_members.hpp"

namespace likes::relay {

/// Has the broker revoke the access of members who left a chat, so that no token issued before opens the chat any more.
/// Every relay does this all the time, with or without a lease, because sending a revocation twice does no harm.
///
/// A broker that starts has no revocations and admits no user until it has all that are still in force. So all of them
/// are sent over each new connection, and when the broker has acknowledged them, a last message says that these were
/// all. That one is sent over this connection or not at all, while libmosquitto repeats the others until the broker
/// answers. As the search began after the connection, and the connection after the broker's start, no broker admits
/// users by what was found before it started, and no clock is needed to tell.
///
/// Owned by one thread.
class Revoker {
  public:
    /// A token lives for at most `token_lifetime`. The references outlive it.
    Revoker(std::chrono::seconds token_lifetime, store::FormerMembers& former_members, publishing::Broker& broker,
            SteadyClock clock);

    /// Finds members who left, and sends the broker the revocations that it may not have yet. Throws what the store
    /// throws; the next run starts anew.
    void run_once();

  private:
    using Found = store::FormerMembers::Found;
    using Membership = std::pair<Uuid, UserId>;

    /// A revocation that the broker has acknowledged on connection_.
    struct Sent {
        Time left_at;
        /// The moment of the search that found it, by the database's clock.
        Time as_of;
    };

    void forget_returned(const Found& found, std::chrono::seconds lookback, bool is_full);
    std::vector<store::FormerMember> to_send(const Found& found) const;
    bool is_known_to_broker(const store::FormerMember& member, Time as_of) const;
    std::size_t remember(const std::vector<store::FormerMember>& members, Time as_of);
    bool send(const std::vector<store::FormerMember>& members, Time before);
    bool is_accepted();

    std::chrono::seconds token_lifetime_;
    store::FormerMembers& former_members_;
    publishing::Broker& broker_;
    SteadyClock clock_;
    std::uint64_t connection_ = 0;
    std::map<Membership, Sent> sent_;
    /// When the broker was last told that it has all revocations. None: not yet on connection_.
    std::optional<SteadyTime> completed_at_;
    /// The newest moment of all searches.
    Time newest_{};
    bool failing_ = false;
};

}  // namespace likes::relay
