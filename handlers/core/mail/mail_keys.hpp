#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "auth/key_set.hpp"
#include "base/sha256.hpp"
#include "base/user_id.hpp"
#include "mail/address.hpp"

namespace likes::mail {

/// The mails that one can stop, each kind by itself.
enum class Mailing { kNotices, kDigest };

/// Who wants which mails no more.
struct Unsubscribing {
    UserId user;
    Mailing mailing;

    bool operator==(const Unsubscribing&) const = default;
};

/// What only mails that we have sent can hold: the token of the link that stops them, and the address to which a mail
/// comes back. Both are signed with the first key of the set that signs, and known by every key that is still in it.
/// Immutable, so safe to share between threads.
class MailKeys {
  public:
    /// Longer texts are no token of ours.
    static constexpr std::size_t kTokenMax = 600;

    /// Throws auth::KeySetError if no key of the set signs, or one of them is not for HS256.
    explicit MailKeys(auth::KeySet keys);

    /// A compact JWS over `{"sub":…,"k":"notices"|"digest"}`. It never expires; it ends with its key.
    std::string unsubscribe_token(const Unsubscribing& what) const;

    /// nullopt for every text that unsubscribe_token did not write.
    std::optional<Unsubscribing> read_unsubscribe_token(std::string_view token) const;

    /// The sender that the envelope of a mail names (VERP): `b+{hash}.{mac}@{domain}`, from which can be read to whom
    /// the mail was that came back. Exactly as long as a local part may be.
    Address bounce_address(const Sha256& recipient_hash, std::string_view domain) const;

    /// hash_of() the address to which the mail was. nullopt if bounce_address did not write it. Its domain may be any:
    /// it is the operator's mail server that decides what is brought here.
    std::optional<Sha256> read_bounce_address(std::string_view address) const;

  private:
    auth::KeySet keys_;
};

}  // namespace likes::mail
