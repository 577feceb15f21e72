#include "auth/token_cache.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/base64url.hpp"

namespace likes::auth {
namespace {

constexpr std::size_t kMaxShards = 16;

using Number = std::array<std::uint8_t, 32>;

/// The order n of P-256 (FIPS 186-4, D.1.2.3), big-endian.
constexpr Number kOrder{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

/// n - s, for an s of 1 to n - 1.
Number complement(const Number& s) {
    Number difference{};
    int borrow = 0;
    for (std::size_t i = s.size(); i-- > 0;) {
        const int digit = kOrder[i] - s[i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        difference[i] = static_cast<std::uint8_t>(digit & 0xff);
    }
    return difference;
}

/// The token in the one of its texts by which it is remembered. A signature of 64 bytes is one of ES256, the numbers r
/// and s: whoever has a valid one can make another one of it, r and n - s. Of the two, the smaller s stands for both.
std::string canonical(std::string_view token) {
    constexpr std::size_t kSignatureChars = 86;
    const auto begin = token.rfind('.') + 1;
    std::string text{token};
    if (token.size() - begin != kSignatureChars) return text;
    auto signature = base64url_decode(token.substr(begin));
    if (!signature) return text;
    Number s{};
    std::memcpy(s.data(), signature->data() + s.size(), s.size());
    if (s == Number{} || s >= kOrder) return text;  // No signature at all.
    const auto other = complement(s);
    if (other >= s) return text;
    std::memcpy(signature->data() + s.size(), other.data(), other.size());
    return text.replace(begin, kSignatureChars, base64url_encode(*signature));
}

Sha256 digest_of(std::string_view token) {
    return sha256(canonical(token));
}

}  // namespace

TokenCache::TokenCache(std::size_t max_entries)
    : max_entries_per_shard_{max_entries / std::min(kMaxShards, max_entries)},
      shards_(std::min(kMaxShards, max_entries)) {}

std::optional<VerifiedToken> TokenCache::find(std::string_view token, Time now) const {
    const auto digest = digest_of(token);
    auto& shard = shard_of(digest);
    const std::lock_guard lock{shard.mutex};
    const auto entry = shard.entries.find(digest);
    // An expired entry stays until it is the oldest, because finding it in the queue would cost more than the memory it
    // takes.
    if (entry == shard.entries.end() || now >= entry->second.expires_at) return std::nullopt;
    return entry->second;
}

void TokenCache::put(std::string_view token, const VerifiedToken& verified) {
    const auto digest = digest_of(token);
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
