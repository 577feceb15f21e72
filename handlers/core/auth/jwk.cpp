#include "auth/jwk.hpp"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64url.hpp"
#include "base/json.hpp"

namespace likes::auth {
namespace {

constexpr std::size_t kMaxKidLength = 128;
constexpr std::size_t kMinSecretBytes = 32;
constexpr std::size_t kMinRsaBits = 2048;
constexpr std::size_t kMaxRsaBits = 8192;  // Above, refusing a forged token costs more than forging it.
constexpr std::size_t kMaxRsaExponentBytes = 8;
constexpr std::size_t kP256Bytes = 32;

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Reads the members of one JWK, and names the key in its errors.
class JwkReader {
  public:
    JwkReader(const rapidjson::Value& jwk, std::size_t index, UnusableKeys unusable)
        : jwk_{jwk}, name_{"key " + std::to_string(index)}, is_ours_{unusable == UnusableKeys::kRefused} {
        if (!jwk.IsObject()) fail("is not a JSON object");
    }

    [[noreturn]] void fail(const std::string& reason) const { throw KeySetError{"JWKS " + name_ + ": " + reason}; }

    /// Whether the key is of a set of ours, and not of an identity provider's.
    bool is_ours() const { return is_ours_; }

    bool has(std::string_view member) const { return find_member(jwk_, member) != nullptr; }

    std::optional<std::string> text(std::string_view member) const {
        const auto* value = find_member(jwk_, member);
        if (value == nullptr) return std::nullopt;
        if (!value->IsString()) fail("'" + std::string{member} + "' is not a string");
        return std::string{string_of(*value)};
    }

    std::string required_text(std::string_view member) const {
        auto value = text(member);
        if (!value) fail("'" + std::string{member} + "' is missing");
        return *std::move(value);
    }

    /// The bytes of a base64url member.
    std::string bytes(std::string_view member) const {
        auto value = base64url_decode(required_text(member));
        if (!value || value->empty()) {
            fail("'" + std::string{member} + "' is empty or not base64url without padding");
        }
        return *std::move(value);
    }

    /// The bytes of a Base64urlUInt member (RFC 7518 section 2): big-endian, as few as the number needs. Some identity
    /// providers write a zero before it, against section 6.3.1.1; it is the same number.
    std::string number(std::string_view member) const {
        auto value = bytes(member);
        const auto zeros = std::min(value.find_first_not_of('\0'), value.size() - 1);
        if (zeros > 0 && is_ours_) fail("'" + std::string{member} + "' begins with a zero byte");
        return value.substr(zeros);
    }

    /// The bytes of a coordinate, padded to the size of the curve (RFC 7518 section 6.2.1.2).
    std::string coordinate(std::string_view member) const {
        auto value = bytes(member);
        if (value.size() != kP256Bytes) fail("'" + std::string{member} + "' does not have 32 bytes");
        return value;
    }

    std::string kid() {
        if (!has("kid")) return {};
        auto kid = required_text("kid");
        if (kid.empty() || kid.size() > kMaxKidLength || !is_printable_ascii(kid)) {
            fail("'kid' is not 1 to 128 characters of printable ASCII");
        }
        name_ += " (kid \"" + kid + "\")";
        return kid;
    }

    /// Whether `key_ops` (RFC 7517 section 4.3) is absent or has the operation.
    bool allows(std::string_view operation) const {
        const auto* operations = find_member(jwk_, "key_ops");
        if (operations == nullptr) return true;
        if (!operations->IsArray()) fail("'key_ops' is not an array");
        return std::any_of(operations->Begin(), operations->End(), [operation](const auto& value) {
            return value.IsString() && string_of(value) == operation;
        });
    }

    /// The `alg`, which has to be one of `allowed`; the first of these if it is absent (RFC 7517 section 4.4).
    Algorithm algorithm(std::initializer_list<Algorithm> allowed) const {
        const auto name = text("alg");
        if (!name) return *allowed.begin();
        const auto named = parse_algorithm(*name);
        if (!named || std::find(allowed.begin(), allowed.end(), *named) == allowed.end()) {
            fail("'alg' is none that is supported for its 'kty'");
        }
        return *named;
    }

  private:
    const rapidjson::Value& jwk_;
    std::string name_;
    bool is_ours_;
};

/// The two halves of a key: the public one, which verifies, and, if the JWK has it, the private one, which signs.
struct Halves {
    JwsKey verifying;
    std::optional<JwsKey> signing;
    /// Of the public half, or of the secret.
    Sha256 digest;
};

Halves read_oct(const JwkReader& jwk) {
    jwk.algorithm({Algorithm::kHs256});
    const auto secret = jwk.bytes("k");
    if (secret.size() < kMinSecretBytes) jwk.fail("the secret has fewer than 32 bytes");
    const auto key = JwsKey::hmac(secret);
    return {key, key, sha256(secret)};
}

Halves read_ec(const JwkReader& jwk) {
    if (jwk.required_text("crv") != "P-256") jwk.fail("'crv' is not P-256");
    jwk.algorithm({Algorithm::kEs256});
    P256Numbers numbers{jwk.coordinate("x"), jwk.coordinate("y"), {}};
    Halves halves{JwsKey::p256(numbers), std::nullopt, sha256(numbers.x + numbers.y)};
    if (jwk.has("d")) {
        numbers.d = jwk.coordinate("d");
        halves.signing = JwsKey::p256(numbers);
    }
    return halves;
}

std::size_t bit_length(const std::string& number) {
    return number.size() * 8 - static_cast<std::size_t>(std::countl_zero(static_cast<unsigned char>(number.front())));
}

bool is_odd(const std::string& number) {
    return (static_cast<unsigned char>(number.back()) & 1U) != 0;
}

Halves read_rsa(const JwkReader& jwk) {
    if (jwk.is_ours() && !jwk.has("alg")) jwk.fail("'alg' is missing: an RSA key has to say RS256 or PS256");
    const auto algorithm = jwk.algorithm({Algorithm::kRs256, Algorithm::kPs256});
    RsaNumbers numbers;
    numbers.n = jwk.number("n");
    numbers.e = jwk.number("e");
    const auto bits = bit_length(numbers.n);
    if (bits < kMinRsaBits || bits > kMaxRsaBits) jwk.fail("the RSA modulus does not have 2048 to 8192 bits");
    if (!is_odd(numbers.n)) jwk.fail("the RSA modulus is even");
    if (numbers.e.size() > kMaxRsaExponentBytes || numbers.e == "\x01" || !is_odd(numbers.e)) {
        jwk.fail("the RSA exponent is not an odd number from 3 to 64 bits");
    }
    // The two are of variable length, and the hash of the first tells where it ends.
    const auto modulus = sha256(numbers.n);
    Halves halves{JwsKey::rsa(algorithm, numbers), std::nullopt,
                  sha256(std::string{modulus.begin(), modulus.end()} + numbers.e)};
    if (jwk.has("d")) {
        if (jwk.has("oth")) jwk.fail("an RSA key of more than two primes is not supported");
        numbers.d = jwk.number("d");
        // RFC 7518 section 6.3.2: all of these or none.
        if (jwk.has("p")) {
            numbers.p = jwk.number("p");
            numbers.q = jwk.number("q");
            numbers.dp = jwk.number("dp");
            numbers.dq = jwk.number("dq");
            numbers.qi = jwk.number("qi");
        }
        halves.signing = JwsKey::rsa(algorithm, numbers);
    }
    return halves;
}

Halves read_halves(const JwkReader& jwk) {
    const auto kty = jwk.required_text("kty");
    if (kty == "oct") return read_oct(jwk);
    if (kty == "EC") return read_ec(jwk);
    if (kty == "RSA") return read_rsa(jwk);
    jwk.fail("'kty' is none of oct, EC, RSA");
}

/// A private half that does not belong to the public one would sign tokens that no verifier accepts.
bool fit(const Halves& halves) {
    constexpr std::string_view kProbe = "{}";
    return halves.verifying.verified_payload(halves.signing->sign("JWT", "", kProbe)) == kProbe;
}

}  // namespace

Key parse_jwk(const rapidjson::Value& json, std::size_t index, UnusableKeys unusable) {
    JwkReader jwk{json, index, unusable};
    Key key;
    key.kid = jwk.kid();
    if (const auto use = jwk.text("use"); use && *use != "sig") jwk.fail("'use' is not \"sig\"");
    try {
        const auto halves = read_halves(jwk);
        key.digest = halves.digest;
        if (halves.signing && !fit(halves)) jwk.fail("the private half does not fit the public half");
        if (jwk.allows("verify")) key.verifying = halves.verifying;
        if (jwk.allows("sign")) key.signing = halves.signing;
    } catch (const KeySetError&) {
        throw;
    } catch (const std::runtime_error& error) {  // From JwsKey, which does not know the key's name.
        jwk.fail(error.what());
    }
    if (!jwk.is_ours() && !key.verifying) jwk.fail(R"('key_ops' does not allow "verify")");
    if (!key.verifying && !key.signing) jwk.fail(R"('key_ops' allows neither "verify" nor, with this key, "sign")");
    return key;
}

}  // namespace likes::auth
