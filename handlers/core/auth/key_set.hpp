#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "auth/jws.hpp"
#include "base/sha256.hpp"

namespace likes::auth {

/// Why a key set was refused: names the key by index and kid, and the reason. Never holds key material, so it may be
/// logged and printed.
class KeySetError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One key of a set.
struct Key {
    std::string kid;                  ///< Empty if it has none.
    std::optional<JwsKey> verifying;  ///< Absent if `key_ops` does not allow "verify".
    std::optional<JwsKey> signing;    ///< Absent if there is no private half or `key_ops` does not allow "sign".
    Sha256 digest{};                  ///< Of the public half, or of the secret: the same for the same key.
};

/// What becomes of a key that cannot be used.
enum class UnusableKeys {
    /// The set is refused: it is our own, so such a key is an error to report.
    kRefused,
    /// The key is skipped, as RFC 7517 section 5 asks for: the set is of an identity provider, which has keys for
    /// others
    /// beside those for us. The set is refused only if no key is left that verifies.
    kSkipped,
};

/// The keys of a JWKS (RFC 7517), each pinned to one algorithm. Cheap to copy; immutable, so safe to share between
/// threads.
///
/// A key can be used if it has
///  - an `alg` of HS256, RS256, ES256 and PS256, which fits its `kty`. Where `alg` is absent, oct is HS256, EC is
///  ES256,
///    and RSA is RS256, unless unusable keys are refused: an RSA key of ours has to say which it is.
///  - an HMAC secret of at least 32 bytes (RFC 7518 section 3.2), an RSA modulus of 2048 to 8192 bits, or a point on
///    P-256; and, if it has a private half, one that fits.
///  - a `kid` of 1 to 128 characters of printable ASCII, or none.
///  - a `use`, if any, of "sig", and `key_ops`, if any, with "verify", or, in a set of ours, with "sign".
/// In a set of ours each `kid` is there once, and only the only key of a set may lack it. In one of an identity
/// provider several keys may have the same, and only the same key again is of no use.
///
/// Certificates (`x5c`, `x5u`, `x5t`) are ignored.
class KeySet {
  public:
    static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024;
    static constexpr std::size_t kMaxKeys = 32;

    /// Reads a JWKS document. Throws KeySetError.
    static KeySet parse(std::string_view json, UnusableKeys unusable = UnusableKeys::kRefused);

    /// The keys that may have signed a token: those that its `kid` names, or all if it has none.
    std::vector<const JwsKey*> verifying(std::optional<std::string_view> kid) const;

    /// The first key that can sign and, if given, has this kid; nullptr if there is none.
    const Key* find_signing(std::optional<std::string_view> kid = std::nullopt) const;

    /// Whether reading the document lets anyone make tokens, by a skipped key too.
    bool has_secrets() const { return has_secrets_; }

    std::size_t size() const { return keys_.size(); }

    /// How many keys were skipped.
    std::size_t skipped() const { return skipped_; }

    /// Why they were skipped, as one line that names the first kMaxKeys of them. Empty if there are none.
    const std::string& why_skipped() const { return why_skipped_; }

  private:
    KeySet() = default;

    /// Throws KeySetError if the key cannot be one of this set.
    void add(Key key, std::size_t index, UnusableKeys unusable);
    void skip(const KeySetError& why);

    std::vector<Key> keys_;
    bool has_secrets_ = false;
    std::size_t skipped_ = 0;
    std::string why_skipped_;
};

}  // namespace likes::auth
