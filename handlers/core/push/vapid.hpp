#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/key_set.hpp"
#include "auth/token_signer.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "push/endpoint.hpp"

/// By what a push service knows who sends (VAPID, RFC 8292): a key that the browser was given when it subscribed.
namespace likes::push {

struct VapidKey {
    /// By which a subscription remembers it: SHA-256 of the public half as 43 characters of base64url. It does not
    /// depend on the name that the key file gives the key.
    std::string id;
    /// The public half, uncompressed (65 bytes), as browsers want it.
    std::string point;
    auth::TokenSigner signer;
};

/// The keys of a JWKS file, each with its private half. The first is given to new subscriptions; the others are still
/// needed for those that were made with them.
class VapidKeys {
  public:
    /// Throws auth::KeySetError if a key of the set does not sign with ES256.
    explicit VapidKeys(const auth::KeySet& keys);

    const VapidKey& first() const { return keys_.front(); }

    const std::vector<VapidKey>& all() const { return keys_; }

    /// nullptr if there is none of this id.
    const VapidKey* find(std::string_view id) const;

  private:
    std::vector<VapidKey> keys_;
};

/// Whether the text can be the contact of the operator: `mailto:` or `https:`, and all of it a UserId's characters.
bool is_vapid_subject(std::string_view text);

/// Makes the values of the header Authorization. A token is good for all pushes to a push service, so it is kept for
/// half of its life. One thread uses it.
class Vapid {
  public:
    /// RFC 8292 section 2 allows at most 24.
    static constexpr std::chrono::hours kLifetime{12};
    /// Tokens that are kept; when there are more, all are made anew.
    static constexpr std::size_t kKeptMax = 1000;

    /// `subject` is the operator's contact (RFC 8292 section 2.1).
    Vapid(VapidKeys keys, UserId subject) : keys_{std::move(keys)}, subject_{std::move(subject)} {}

    /// `vapid t=…, k=…` (RFC 8292 section 3) for a push to that service. Empty if there is no key of this id.
    std::string authorization(const Endpoint& endpoint, std::string_view key_id, Time now);

  private:
    struct Token {
        std::string text;
        Time renewed_at;
    };

    VapidKeys keys_;
    UserId subject_;
    /// By origin and key id.
    std::map<std::pair<std::string, std::string>, Token> tokens_;
};

}  // namespace likes::push
