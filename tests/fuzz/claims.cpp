#include "auth/claims.hpp"

#include <chrono>
#include <variant>

#include "fuzz/fuzz.hpp"

using namespace likes;

// The payload of a token that is well signed: whoever it is for, the user is one and the end is ahead, and not beyond
// what RFC 3339 can write.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
    constexpr Time kLast{std::chrono::seconds{253'402'300'799}};
    auth::TokenRules rules;
    rules.audience = "likes";
    const auto result = auth::check_claims(fuzz::text_of(data, size), rules, kNow);
    if (const auto* const token = std::get_if<auth::VerifiedToken>(&result)) {
        fuzz::require(UserId::parse(token->user.str()).has_value());
        fuzz::require(token->expires_at > kNow && token->expires_at <= kLast);
    }
    return 0;
}
