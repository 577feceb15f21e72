#include "push/vapid.hpp"

#include <algorithm>
#include <optional>

#include "base/base64url.hpp"

namespace likes::push {

VapidKeys::VapidKeys(const auth::KeySet& keys) {
    for (const auto& key : keys.keys()) {
        if (!key.signing || key.signing->algorithm() != auth::Algorithm::kEs256) {
            throw auth::KeySetError{"a key for pushes must be a P-256 key with its private half, for ES256"};
        }
        const auto kid = key.kid.empty() ? std::nullopt : std::optional<std::string_view>{key.kid};
        keys_.push_back({base64url_encode({reinterpret_cast<const char*>(key.digest.data()), key.digest.size()}),
                         key.point, auth::TokenSigner{keys, "JWT", kid}});
    }
}

const VapidKey* VapidKeys::find(std::string_view id) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const VapidKey& key) { return key.id == id; });
    return found == keys_.end() ? nullptr : &*found;
}

bool is_vapid_subject(std::string_view text) {
    return (text.starts_with("mailto:") || text.starts_with("https://")) && UserId::parse(text).has_value();
}

std::string Vapid::authorization(const Endpoint& endpoint, std::string_view key_id, Time now) {
    const auto* const key = keys_.find(key_id);
    if (key == nullptr) return {};
    if (tokens_.size() >= kKeptMax) tokens_.clear();
    auto& token = tokens_[{endpoint.origin(), key->id}];
    if (token.text.empty() || now >= token.renewed_at || now + kLifetime < token.renewed_at) {
        const auth::TokenClaims claims{.subject = subject_,
                                       .issued_at = now,
                                       .expires_at = now + kLifetime,
                                       .issuer = {},
                                       .audience = endpoint.origin(),
                                       .extra = {}};
        token = {"vapid t=" + key->signer.sign(claims) + ", k=" + base64url_encode(key->point), now + kLifetime / 2};
    }
    return token.text;
}

}  // namespace likes::push
