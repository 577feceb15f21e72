#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <unordered_map>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "realtime/revocation_message.hpp"

namespace likes::plugin {

/// Remembers which user has left which chat, each for as long as a token that was issued before can live.
///
/// Its memory is bounded. If there are ever more than `max_entries` revocations, it forgets them all and refuses every
/// token that was issued until then: every user has to fetch a new token, and no former member receives events.
class Revocations {
  public:
    Revocations(std::chrono::seconds max_token_lifetime, std::size_t max_entries);

    /// If there are two for the same user and chat, the later one counts. False if there was no room (see above).
    bool add(const realtime::Revocation& revocation, Time now);

    /// Whether a token that was issued at `issued_at` no longer opens this chat.
    bool is_revoked(const UserId& user, const Uuid& chat, Time issued_at) const;

    /// Whether a token that was issued at `issued_at` opens no chat at all any more.
    bool is_void(Time issued_at) const { return issued_at <= void_until_; }

    /// Forgets the revocations that concern no token that may still be valid. Costs nothing while there are none.
    void prune(Time now);

    /// The number of revocations held: one for each user and chat.
    std::size_t size() const { return by_time_.size(); }

  private:
    struct Key {
        UserId user;
        Uuid chat;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<UserId>{}(key.user) * 31 + std::hash<Uuid>{}(key.chat);
        }
    };

    const std::chrono::seconds max_token_lifetime_;
    const std::size_t max_entries_;
    using ByTime = std::multimap<Time, Key>;

    ByTime by_time_;
    std::unordered_map<Key, ByTime::iterator, KeyHash> of_;  // The entry of each user and chat.
    Time void_until_{Time::min()};
};

}  // namespace likes::plugin
