#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/claims.hpp"
#include "base/time.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::auth::test {

/// The keys of an API that is attacked, one of each algorithm, and a good token of it for the attacker to change. `kid`
/// is `hs`, `es`, `rs` or `ps` (the same RSA key, pinned to another algorithm), or `so`, which may only sign.
class Victim {
  public:
    /// The good token is the user's, valid from now for an hour.
    explicit Victim(Time now, std::string user = "alice");

    const TestKey& hs() const { return hs_; }
    const TestKey& es() const { return es_; }
    static const TestKey& rsa() { return shared_rsa(); }

    /// What the API is configured with.
    std::string jwks() const;
    static TokenRules rules();

    /// The header of a token; `more` begins with a comma.
    static std::string header(std::string_view alg, std::string_view kid, std::string_view more = "");
    std::string claims() const { return claims_with({}); }
    /// The good claims with other values, as JSON; an empty one leaves the claim out.
    std::string claims_with(const std::vector<std::pair<std::string, std::string>>& changes) const;
    /// A time in the words of a claim.
    std::string seconds_from_now(long long seconds) const;

    /// Good tokens.
    std::string token() const { return with_header(header("HS256", "hs")); }
    std::string es_token() const { return make_token(es_, "ES256", header("ES256", "es"), claims()); }
    std::string rs_token() const { return make_token(rsa(), "RS256", header("RS256", "rs"), claims()); }
    std::string ps_token() const { return make_token(rsa(), "PS256", header("PS256", "ps"), claims()); }

    /// Well signed with the HMAC key, whatever they say.
    std::string with_header(std::string_view json) const { return make_token(hs_, "HS256", json, claims()); }
    std::string with_more_header(std::string_view more) const { return with_header(header("HS256", "hs", more)); }
    std::string with_claims(std::string_view json) const {
        return make_token(hs_, "HS256", header("HS256", "hs"), json);
    }
    std::string with_claim(const std::string& name, const std::string& value) const {
        return with_claims(claims_with({{name, value}}));
    }

  private:
    Time now_;
    std::string user_;
    TestKey hs_ = TestKey::hmac("0123456789abcdef0123456789abcdef");
    TestKey es_ = TestKey::ec("P-256");
    TestKey sign_only_ = TestKey::hmac("sign only, sign only, sign only!");
};

/// The token with another text as its part 0, 1 or 2.
std::string replace_part(const std::string& token, std::size_t part, const std::string& text);

/// The bytes of a part.
std::string bytes_of_part(const std::string& token, std::size_t part);

}  // namespace likes::auth::test
