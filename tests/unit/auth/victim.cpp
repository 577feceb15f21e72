#include "unit/auth/victim.hpp"

#include <algorithm>
#include <array>

#include "base/base64url.hpp"

namespace likes::auth::test {

Victim::Victim(Time now, std::string user) : now_{now}, user_{std::move(user)} {}

std::string Victim::jwks() const {
    return test::jwks({
        hs_.private_members() + R"(,"kid":"hs")",
        es_.public_members() + R"(,"kid":"es")",
        rsa().public_members() + R"(,"kid":"rs","alg":"RS256")",
        rsa().public_members() + R"(,"kid":"ps","alg":"PS256")",
        sign_only_.private_members() + R"(,"kid":"so","key_ops":["sign"])",
    });
}

TokenRules Victim::rules() {
    TokenRules rules;
    rules.issuer = "https://id.example";
    rules.audience = "likes";
    return rules;
}

std::string Victim::header(std::string_view alg, std::string_view kid, std::string_view more) {
    return R"({"alg":")" + std::string{alg} + R"(","kid":")" + std::string{kid} + '"' + std::string{more} + '}';
}

std::string Victim::claims_with(const std::vector<std::pair<std::string, std::string>>& changes) const {
    std::vector<std::pair<std::string, std::string>> claims{{"iss", R"("https://id.example")"},
                                                            {"aud", R"("likes")"},
                                                            {"sub", '"' + user_ + '"'},
                                                            {"iat", seconds_from_now(0)},
                                                            {"exp", seconds_from_now(3600)}};
    for (const auto& change : changes) {
        std::erase_if(claims, [&](const auto& claim) { return claim.first == change.first; });
        if (!change.second.empty()) claims.push_back(change);
    }
    std::string json;
    for (const auto& [name, value] : claims) {
        json.append(json.empty() ? "{\"" : ",\"").append(name).append("\":").append(value);
    }
    return json + '}';
}

std::string Victim::seconds_from_now(long long seconds) const {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(now_).time_since_epoch().count() + seconds);
}

namespace {

std::array<std::string, 3> parts_of(const std::string& token) {
    const auto first = token.find('.');
    const auto second = token.rfind('.');
    return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

}  // namespace

std::string replace_part(const std::string& token, std::size_t part, const std::string& text) {
    auto parts = parts_of(token);
    parts.at(part) = text;
    return parts[0] + '.' + parts[1] + '.' + parts[2];
}

std::string bytes_of_part(const std::string& token, std::size_t part) {
    return base64url_decode(parts_of(token).at(part)).value();
}

}  // namespace likes::auth::test
