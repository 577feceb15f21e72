#pragma once

#include <cstddef>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/claims.hpp"
#include "base/sha256.hpp"
#include "base/time.hpp"

namespace likes::auth {

/// Remembers verified tokens, so that a client's signature is checked once and not at every call. Thread-safe; sharded,
/// so that threads seldom wait for each other.
///
/// Keyed by the SHA-256 of what was verified, that is of the token's text: no two tokens share an entry, an entry is
/// small however long the token is, and no token that could be stolen stays in memory. Only the two texts that anyone
/// can make of an ES256 token, with one signature and the same claims, are one token here. When a shard is full, its
/// oldest entry is dropped.
class TokenCache {
  public:
    /// Holds at most `max_entries`, at least 1.
    explicit TokenCache(std::size_t max_entries);

    /// What was put for this token, if it has not expired at `now`.
    std::optional<VerifiedToken> find(std::string_view token, Time now) const;

    void put(std::string_view token, const VerifiedToken& verified);

    /// The number of entries, expired ones included.
    std::size_t size() const;

  private:
    struct DigestHash {
        // A digest is its own hash. The first byte has picked the shard, so the hash is taken from further on.
        std::size_t operator()(const Sha256& digest) const noexcept {
            std::size_t hash = 0;
            std::memcpy(&hash, digest.data() + 8, sizeof hash);
            return hash;
        }
    };

    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<Sha256, VerifiedToken, DigestHash> entries;
        std::deque<Sha256> oldest_first;  // The keys of `entries`, each once.
    };

    Shard& shard_of(const Sha256& digest) const;

    std::size_t max_entries_per_shard_;
    mutable std::vector<Shard> shards_;
};

}  // namespace likes::auth
