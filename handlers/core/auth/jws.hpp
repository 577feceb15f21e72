#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace likes::auth {

/// The signature algorithms in use (RFC 7518 section 3.1); `none` and all others are not supported.
enum class Algorithm { kHs256, kRs256, kEs256, kPs256 };

/// "HS256", "RS256", "ES256", "PS256".
std::string_view to_string(Algorithm algorithm);

/// The algorithm of exactly that name, in that letter case.
std::optional<Algorithm> parse_algorithm(std::string_view name);

/// An RSA key as big-endian bytes, named as in RFC 7518 section 6.3; empty is absent. With `d` it is a private key.
struct RsaNumbers {
    std::string n, e, d, p, q, dp, dq, qi;
};

/// A P-256 key as big-endian bytes of 32, named as in RFC 7518 section 6.2; with `d` it is a private key.
struct P256Numbers {
    std::string x, y, d;
};

/// One key pinned to one algorithm (RFC 8725 section 3.1), and the only place that calls cjose. A cheap copy of a
/// shared, immutable key; safe to use from any number of threads at once (jws.cpp says why).
class JwsKey {
  public:
    /// For HS256. Like rsa() and p256(), throws std::runtime_error if the library refuses the key.
    static JwsKey hmac(const std::string& secret);
    /// For RS256 or PS256.
    static JwsKey rsa(Algorithm algorithm, const RsaNumbers& numbers);
    /// For ES256. If `d` is set, `x` and `y` are ignored: the public half is computed from `d`.
    static JwsKey p256(const P256Numbers& numbers);

    Algorithm algorithm() const { return algorithm_; }

    /// How long each signature of this key is: 32 for HS256, 64 for ES256, the size of the modulus for RSA.
    std::size_t signature_bytes() const { return signature_bytes_; }

    /// The payload's bytes if `token` is a compact JWS (RFC 7515 section 7.1) with this key's algorithm and signature,
    /// in strict base64url and of exactly signature_bytes(); nullopt otherwise. Of the header only `alg` is checked,
    /// and cjose is lax about the base64url of the other two parts; TokenVerifier checks the rest.
    std::optional<std::string> verified_payload(std::string_view token) const;

    /// The compact JWS over `payload`, with the header members alg, typ and, if given, kid. Throws std::runtime_error
    /// if this key cannot sign.
    std::string sign(const std::string& type, const std::string& kid, std::string_view payload) const;

  private:
    struct Handle;
    JwsKey(Algorithm algorithm, std::shared_ptr<const Handle> handle);

    Algorithm algorithm_;
    std::size_t signature_bytes_ = 0;
    std::shared_ptr<const Handle> handle_;
};

}  // namespace likes::auth
