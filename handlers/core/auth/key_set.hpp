#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "auth/jws.hpp"

namespace likes::auth {

/// Why a key set was refused: names the key by index and kid, and the reason. Never holds key material, so it may be
/// logged and printed.
class KeySetError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One key of a set.
struct Key {
    std::string kid;                  ///< Empty if the only key of its set has none.
    std::optional<JwsKey> verifying;  ///< Absent if `key_ops` does not allow "verify".
    std::optional<JwsKey> signing;    ///< Absent if there is no private half or `key_ops` does not allow "sign".
    bool secret = false;              ///< Reading it lets anyone make tokens: an oct key or one with a private half.
};

/// The keys of a JWKS (RFC 7517), each pinned to one algorithm. Cheap to copy; immutable, so safe to share between
/// threads.
///
/// The rules, stricter than the RFC where it leaves a choice (a key set is configuration, so a key that cannot be used
/// exactly as written is an error to report and is not skipped):
///  - HS256, RS256, ES256 and PS256 only. `alg` may be left out where `kty` leaves one choice: oct is HS256, EC is
///    ES256. An RSA key has to say RS256 or PS256.
///  - HMAC secrets of at least 32 bytes (RFC 7518 section 3.2), RSA of 2048 to 8192 bits, EC on P-256.
///  - `kid` required and unique, printable ASCII, at most 128 characters; it may be left out of the only key of a set.
///  - `use`, if present, is "sig"; `key_ops`, if present, has "verify" or "sign".
///  - A private half has to fit its public half.
class KeySet {
  public:
    static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024;
    static constexpr std::size_t kMaxKeys = 32;

    /// Reads a JWKS document. Throws KeySetError.
    static KeySet parse(std::string_view json);

    /// The key that a token's `kid` names. A token without `kid` gets the key of a set that has only one. Else nullptr.
    const Key* find(std::optional<std::string_view> kid) const;

    /// The first key that can sign and, if given, has this kid; nullptr if there is none.
    const Key* find_signing(std::optional<std::string_view> kid = std::nullopt) const;

    /// Whether reading this set lets anyone make tokens.
    bool has_secrets() const;

    std::size_t size() const { return keys_.size(); }

  private:
    KeySet() = default;

    std::vector<Key> keys_;
};

}  // namespace likes::auth
