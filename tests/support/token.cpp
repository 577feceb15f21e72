#include "support/token.hpp"

#include <optional>

#include "auth/key_file.hpp"
#include "auth/token_signer.hpp"
#include "base/time.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

std::optional<std::string> given_claim(const char* name) {
    auto value = environment_variable(name);
    if (value.empty()) return std::nullopt;
    return value;
}

std::string sign(const auth::KeySet& keys, const std::string& user, std::chrono::seconds ttl,
                 const std::string& scope = {}) {
    const auto now = system_now();
    auth::TokenClaims claims{UserId::parse(user).value(), now - std::chrono::hours{1}, now + ttl, {}, {}, {}};
    claims.issuer = given_claim("LIKES_JWT_ISSUER");
    claims.audience = given_claim("LIKES_JWT_AUDIENCE");
    if (!scope.empty()) claims.extra.emplace("scope", '"' + scope + '"');
    return "Bearer " + auth::TokenSigner{keys}.sign(claims);
}

}  // namespace

std::string bearer(const std::string& user, std::chrono::seconds ttl, const std::string& scope) {
    static const auth::KeySet keys = auth::load_key_set(stack().secret("jwks.json"));
    return sign(keys, user, ttl, scope);
}

std::string bearer_of_stranger(const std::string& user) {
    static const auth::KeySet keys = auth::KeySet::parse(
        R"({"keys":[{"kty":"oct","kid":"development","alg":"HS256","k":"c3RyYW5nZXJzdHJhbmdlcnN0cmFuZ2Vyc3RyYW5nZXI"}]})");
    return sign(keys, user, std::chrono::hours{1});
}

}  // namespace likes::test
