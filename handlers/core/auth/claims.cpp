#include "auth/claims.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/json.hpp"

namespace likes::auth {

std::string_view to_string(Rejection rejection) {
    switch (rejection) {
        case Rejection::kNoBearerToken:
            return "no_bearer_token";
        case Rejection::kTooLong:
            return "too_long";
        case Rejection::kMalformedToken:
            return "malformed_token";
        case Rejection::kUnsupportedHeader:
            return "unsupported_header";
        case Rejection::kUnknownKey:
            return "unknown_key";
        case Rejection::kWrongAlgorithm:
            return "wrong_algorithm";
        case Rejection::kBadSignature:
            return "bad_signature";
        case Rejection::kMalformedClaims:
            return "malformed_claims";
        case Rejection::kBadSubject:
            return "bad_subject";
        case Rejection::kNoExpiry:
            return "no_expiry";
        case Rejection::kExpired:
            return "expired";
        case Rejection::kNotYetValid:
            return "not_yet_valid";
        case Rejection::kWrongIssuer:
            return "wrong_issuer";
        case Rejection::kWrongAudience:
            return "wrong_audience";
    }
    return "";
}

namespace {

constexpr std::int64_t kMaxNumericDate = 253'402'300'799;  // 9999-12-31T23:59:59Z, the last that RFC 3339 can write.

/// A NumericDate (RFC 7519 section 2): seconds since 1970, fractions allowed, rounded down to the microsecond.
std::optional<Time> numeric_date(const rapidjson::Value& value) {
    using std::chrono::microseconds;
    using std::chrono::seconds;
    if (value.IsInt64()) {
        const std::int64_t whole = value.GetInt64();
        if (whole < 0 || whole > kMaxNumericDate) return std::nullopt;
        return Time{seconds{whole}};
    }
    if (!value.IsDouble()) return std::nullopt;
    const double number = value.GetDouble();
    // Written so that a NaN fails as well. Checked before the cast, which is undefined for a number that does not fit.
    if (!(number >= 0 && number <= static_cast<double>(kMaxNumericDate))) return std::nullopt;
    return Time{microseconds{static_cast<std::int64_t>(number * 1e6)}};
}

bool holds_audience(const rapidjson::Value& aud, std::string_view audience) {
    if (aud.IsString()) return string_of(aud) == audience;
    return std::any_of(aud.Begin(), aud.End(), [audience](const auto& each) { return string_of(each) == audience; });
}

bool is_string_or_array_of_strings(const rapidjson::Value& aud) {
    if (aud.IsString()) return true;
    return aud.IsArray() && std::all_of(aud.Begin(), aud.End(), [](const auto& each) { return each.IsString(); });
}

}  // namespace

Verification check_claims(std::string_view payload, const TokenRules& rules, Time now) {
    rapidjson::Document claims;
    if (!parse_strict_object(payload, claims)) return Rejection::kMalformedClaims;

    const auto* exp = find_member(claims, "exp");
    if (exp == nullptr) return Rejection::kNoExpiry;
    const auto expires_at = numeric_date(*exp);
    if (!expires_at) return Rejection::kMalformedClaims;
    if (now >= *expires_at) return Rejection::kExpired;

    for (const auto* name : {"nbf", "iat"}) {
        const auto* claim = find_member(claims, name);
        if (claim == nullptr) continue;
        const auto from = numeric_date(*claim);
        if (!from) return Rejection::kMalformedClaims;
        if (*from > now + rules.leeway) return Rejection::kNotYetValid;
    }

    // Wrong types are refused even where the rules do not ask for the claim: a token that breaks RFC 7519 is no JWT.
    const auto* iss = find_member(claims, "iss");
    if (iss != nullptr && !iss->IsString()) return Rejection::kMalformedClaims;
    if (rules.issuer && (iss == nullptr || string_of(*iss) != *rules.issuer)) return Rejection::kWrongIssuer;

    const auto* aud = find_member(claims, "aud");
    if (aud != nullptr && !is_string_or_array_of_strings(*aud)) return Rejection::kMalformedClaims;
    if (rules.audience && (aud == nullptr || !holds_audience(*aud, *rules.audience))) return Rejection::kWrongAudience;

    const auto* scope = find_member(claims, "scope");
    if (scope != nullptr && !scope->IsString()) return Rejection::kMalformedClaims;

    const auto* sub = find_member(claims, "sub");
    if (sub == nullptr) return Rejection::kBadSubject;
    if (!sub->IsString()) return Rejection::kMalformedClaims;
    auto user = UserId::parse(string_of(*sub));
    if (!user) return Rejection::kBadSubject;
    return VerifiedToken{*std::move(user), *expires_at, scope == nullptr ? Scopes{} : Scopes::parse(string_of(*scope))};
}

}  // namespace likes::auth
