#include "auth/token_verifier.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/base64url.hpp"
#include "base/json.hpp"

namespace likes::auth {
namespace {

constexpr std::chrono::seconds kMaxLeeway{60};
constexpr std::size_t kMinTokenBytesBound = 1024;
constexpr std::size_t kMaxTokenBytesBound = 16'384;

/// How many keys are tried for a token. Anyone can send tokens that fit many keys and none, and each costs a
/// verification.
constexpr std::size_t kKeysTriedMax = 8;

// Members that we must refuse (RFC 7515 section 4.1.11: we understand no extension, and RFC 7797, RFC 7516 change what
// is signed or what the payload is), and the key that a token brings with it: no honest issuer sends that in a bearer
// token, so a line in the log is better than to ignore it. Identity providers do send `jku`, `x5u` and `x5c`, which say
// where a key or its certificate is: these are ignored like any other member (RFC 7515 sections 4.1.2, 4.1.5, 4.1.6),
// and nothing is ever fetched.
constexpr std::array<std::string_view, 5> kRefusedMembers{"crit", "b64", "zip", "enc", "jwk"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A media type for comparison: in lower case, without `application/` (RFC 7515 section 4.1.9).
std::string normal_type(std::string_view type) {
    constexpr std::string_view kPrefix = "application/";
    std::string normal{type};
    std::transform(normal.begin(), normal.end(), normal.begin(), lower);
    if (normal.starts_with(kPrefix)) normal.erase(0, kPrefix.size());
    return normal;
}

/// The three parts of the compact form (RFC 7515 section 7.1), none of them empty. A fourth part would be in the third,
/// which then is no base64url.
struct Parts {
    std::string_view header, payload, signature;
};

std::optional<Parts> split(std::string_view token) {
    const auto first = token.find('.');
    if (first == std::string_view::npos) return std::nullopt;
    const auto second = token.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const Parts parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
    if (parts.header.empty() || parts.payload.empty() || parts.signature.empty()) return std::nullopt;
    return parts;
}

bool is_accepted_type(const rapidjson::Value* typ, const std::optional<std::string>& required) {
    if (typ == nullptr) return !required;
    if (!typ->IsString()) return false;
    const auto type = normal_type(string_of(*typ));
    return required ? type == normal_type(*required) : type == "jwt" || type == "at+jwt";
}

}  // namespace

TokenVerifier::TokenVerifier(KeySet keys, TokenRules rules) : keys_{std::move(keys)}, rules_{std::move(rules)} {
    if (rules_.leeway < std::chrono::seconds{0} || rules_.leeway > kMaxLeeway) {
        throw std::invalid_argument{"the leeway for tokens is not 0 to 60 seconds"};
    }
    if (rules_.max_token_bytes < kMinTokenBytesBound || rules_.max_token_bytes > kMaxTokenBytesBound) {
        throw std::invalid_argument{"the greatest length of a token is not 1024 to 16384 bytes"};
    }
}

Verification TokenVerifier::verify(std::string_view token, Time now) const {
    const auto payload = verified_payload(token);
    if (const auto* rejection = std::get_if<Rejection>(&payload)) return *rejection;
    return check_claims(std::get<std::string>(payload), rules_, now);
}

std::variant<VerifiedClaims, Rejection> TokenVerifier::verify_claims(std::string_view token, Time now) const {
    auto payload = verified_payload(token);
    if (const auto* rejection = std::get_if<Rejection>(&payload)) return *rejection;
    auto& json = std::get<std::string>(payload);
    auto checked = check_claims(json, rules_, now);
    if (const auto* rejection = std::get_if<Rejection>(&checked)) return *rejection;
    return VerifiedClaims{std::get<VerifiedToken>(std::move(checked)), std::move(json)};
}

std::variant<std::string, Rejection> TokenVerifier::verified_payload(std::string_view token) const {
    // The form. cjose decodes base64url loosely, so that several texts would count as the same token; here each token
    // has exactly one text.
    if (token.size() > rules_.max_token_bytes) return Rejection::kTooLong;
    const auto parts = split(token);
    if (!parts) return Rejection::kMalformedToken;
    const auto header_json = base64url_decode(parts->header);
    const auto signature = base64url_decode(parts->signature);
    if (!header_json || !base64url_decode(parts->payload) || !signature) return Rejection::kMalformedToken;

    // The header. Nothing in it is trusted: it only picks some of our keys.
    rapidjson::Document header;
    if (!parse_strict_object(*header_json, header)) return Rejection::kMalformedToken;
    for (const auto name : kRefusedMembers) {
        if (find_member(header, name) != nullptr) return Rejection::kUnsupportedHeader;
    }
    if (!is_accepted_type(find_member(header, "typ"), rules_.type)) return Rejection::kUnsupportedHeader;

    std::optional<std::string_view> kid;
    if (const auto* member = find_member(header, "kid"); member != nullptr) {
        if (!member->IsString()) return Rejection::kMalformedToken;
        kid = string_of(*member);
    }
    auto keys = keys_.verifying(kid);
    if (keys.empty()) return Rejection::kUnknownKey;

    // Each key is pinned to its algorithm, and the token's `alg` only has to name it.
    const auto* alg = find_member(header, "alg");
    if (alg == nullptr || !alg->IsString()) return Rejection::kWrongAlgorithm;
    std::erase_if(keys, [&](const JwsKey* key) { return to_string(key->algorithm()) != string_of(*alg); });
    if (keys.empty()) return Rejection::kWrongAlgorithm;

    // The signature. Claims are read from what cjose has verified, and not before.
    std::erase_if(keys, [&](const JwsKey* key) { return key->signature_bytes() != signature->size(); });
    if (keys.size() > kKeysTriedMax) keys.resize(kKeysTriedMax);
    for (const JwsKey* key : keys) {
        if (auto payload = key->verified_payload(token)) return *std::move(payload);
    }
    return Rejection::kBadSignature;
}

}  // namespace likes::auth
