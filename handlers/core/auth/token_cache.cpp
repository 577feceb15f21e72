#include "auth/token_cache.hpp"

#include <algorithm>

namespace likes::auth {
namespace {

constexpr std::size_t kMaxShards = 16;

}  // namespace

TokenCache::TokenCache(std::size_t max_entries)
    : max_entries_per_shard_{max_entries / std::min(kMaxShards, max_entries)},
      shards_(std::min(kMaxShards, max_entries)) {}

std::optional<VerifiedToken> TokenCache::find(std::string_view token, Time now) const {
    const auto digest = sha256(token);
    auto& shard = shard_of(digest);
    const std::lock_guard lock{shard.mutex};
    const auto entry = shard.entries.find(digest);
    // An expired entry stays until it is the oldest, because finding it in the queue would cost more than the memory it
    // takes.
    if (entry == shard.entries.end() || now >= entry->second.expires_at) return std::nullopt;
    return entry->second;
}

void TokenCache::put(std::string_view token, const VerifiedToken& verified) {
    const auto digest = sha256(token);
    auto& shard = shard_of(digest);
    const std::lock_guard lock{shard.mutex};
    if (shard.entries.contains(digest)) return;  // Another thread verified the same token at the same time.
    while (shard.entries.size() >= max_entries_per_shard_) {
        shard.entries.erase(shard.oldest_first.front());
        shard.oldest_first.pop_front();
    }
    shard.oldest_first.push_back(digest);
    shard.entries.emplace(digest, verified);
}

std::size_t TokenCache::size() const {
    std::size_t size = 0;
    for (const auto& shard : shards_) {
        const std::lock_guard lock{shard.mutex};
        size += shard.entries.size();
    }
    return size;
}

TokenCache::Shard& TokenCache::shard_of(const Sha256& digest) const {
    return shards_[digest.front() % shards_.size()];
}

}  // namespace likes::auth
