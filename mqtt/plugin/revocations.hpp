#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <unordered_map>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "plugin/control_message.hpp"
#include "time/time.hpp"

namespace likes::mqtt {

/// Remembers who has left which chat, each for as long as a token can live that was issued before.
///
/// Its memory is bounded. Should there ever be more to remember than `max_entries`, it forgets them all and refuses
/// every token that was issued until then: everyone has to fetch a new one, and nobody hears what they must not.
class Revocations {
  public:
    Revocations(std::chrono::seconds max_token_lifetime, std::size_t max_entries);

    /// Of two for the same user and chat the later counts. False if there was no room, see above.
    bool add(const Revocation& revocation, Time now);

    /// Whether a token that was issued then no longer opens this chat.
    bool is_revoked(const UserId& user, const Uuid& chat, Time issued_at) const;

    /// Whether a token that was issued then opens nothing at all any more.
    bool is_void(Time issued_at) const { return issued_at <= void_until_; }

    /// Forgets those that no living token can come under. Costs nothing while there are none.
    void prune(Time now);

    /// How many it remembers; a later one for the same user and chat counts beside the earlier until that is pruned.
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
    std::unordered_map<Key, Time, KeyHash> before_;  // The latest of each.
    std::multimap<Time, Key> by_time_;               // All that are in before_ or have been.
    Time void_until_{Time::min()};
};

}  // namespace likes::mqtt
