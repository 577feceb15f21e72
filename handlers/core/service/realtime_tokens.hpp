#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "auth/signing_key.hpp"
#include "base/time.hpp"
#include "lanes/lane.hpp"
#include "runtime/config.hpp"
#include "store/memberships.hpp"

namespace likes::service {

/// Who asks for a token, and what it is to open.
struct TokenQuery {
    /// At least one chat, unless the notices are asked for.
    store::MembershipQuery membership;
    /// The user's own notices.
    bool notices = false;
};

/// A realtime token that was issued, its expiry, and the topics that it opens.
struct MintedToken {
    std::string text;
    Time expires_at;
    std::vector<std::string> topics;
};

/// Issues realtime tokens to members of chats, and for users' own notices. Each lane has one, because signing takes too
/// long for the thread that reads requests.
class TokenWorker {
  public:
    /// `key` outlives it.
    TokenWorker(store::Memberships memberships, auth::SigningKey& key, std::chrono::seconds lifetime)
        : memberships_{std::move(memberships)}, key_{&key}, lifetime_{lifetime} {}

    /// For each query, in their order, a token for exactly what it asks for; nullopt if the user is not in all of them.
    /// Throws what store::Memberships::check throws, and std::runtime_error if the key cannot sign.
    std::vector<std::optional<MintedToken>> execute(std::span<const TokenQuery> queries);

  private:
    MintedToken mint(const TokenQuery& query, Time as_of) const;

    store::Memberships memberships_;
    auth::SigningKey* key_;
    std::chrono::seconds lifetime_;
};

/// Everything that issues realtime tokens in one process.
class RealtimeTokens {
  public:
    /// Throws std::runtime_error if a secret or a key cannot be read; never because the database is not there.
    explicit RealtimeTokens(const runtime::Config& config);

    lanes::Settings lanes() const;
    TokenWorker make_worker();

  private:
    const runtime::Config config_;
    auth::SigningKey key_;
};

}  // namespace likes::service
