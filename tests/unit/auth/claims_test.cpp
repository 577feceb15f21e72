#include "auth/claims.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::auth::claims_test {

using namespace std::chrono_literals;

constexpr Time kNow{1'800'000'000s};

struct Case {
    std::string name;
    std::string claims;
    std::optional<Rejection> expected;  // nullopt: accepted.
};

void check(const std::vector<Case>& cases, const TokenRules& rules = {}, Time now = kNow) {
    for (const auto& each : cases) {
        BOOST_TEST_INFO_SCOPE(each.name);
        const auto result = check_claims(each.claims, rules, now);
        const auto* rejection = std::get_if<Rejection>(&result);
        const auto got = rejection == nullptr ? "accepted" : to_string(*rejection);
        BOOST_TEST(got == (each.expected ? to_string(*each.expected) : "accepted"));
    }
}

std::string claims(const std::string& more) {
    return R"({"sub":"alice","exp":1800000060)" + more + "}";
}

std::string expiring(const std::string& exp) {
    return R"({"sub":"alice","exp":)" + exp + "}";
}

// The bounds of each rule. What is tried against them is in the table of attacks (token_attacks.hpp).
BOOST_AUTO_TEST_SUITE(claims_of_a_token)

BOOST_AUTO_TEST_CASE(subject_and_expiry_come_out) {
    const auto token = std::get<VerifiedToken>(check_claims(expiring("1800000060.25"), {}, kNow));
    BOOST_TEST(token.user.str() == "alice");
    BOOST_TEST((token.expires_at == kNow + 60s + 250ms));
}

BOOST_AUTO_TEST_CASE(a_token_ends_at_its_expiry_and_not_after_it) {
    const auto text = expiring("1800000000");
    check({{"a microsecond before", text, std::nullopt}}, {}, kNow - 1us);
    check({{"at the very time", text, Rejection::kExpired}}, {}, kNow);
    check({{"after", text, Rejection::kExpired}}, {}, kNow + 1us);
    TokenRules lenient;
    lenient.leeway = 60s;
    check({{"leeway is not for exp", text, Rejection::kExpired}}, lenient, kNow);
}

BOOST_AUTO_TEST_CASE(expiry_lies_between_1970_and_the_year_10000) {
    check({
        {"milliseconds", expiring("1800000060000"), Rejection::kMalformedClaims},
        {"the year 10000", expiring("253402300800"), Rejection::kMalformedClaims},
        {"the last second of 9999", expiring("253402300799"), std::nullopt},
        {"the last second of 9999 as a fraction", expiring("253402300799.0"), std::nullopt},
        {"zero", expiring("0"), Rejection::kExpired},
        {"with an exponent", expiring("1.80000006e9"), std::nullopt},
    });
}

BOOST_AUTO_TEST_CASE(not_before_and_issued_at_may_be_ahead_by_the_leeway_only) {
    TokenRules rules;
    rules.leeway = 30s;
    for (const std::string name : {"nbf", "iat"}) {
        const auto at = [&name](const std::string& value) { return claims(",\"" + name + "\":" + value); };
        check(
            {
                {name + " in the past", at("1"), std::nullopt},
                {name + " now", at("1800000000"), std::nullopt},
                {name + " ahead by the leeway", at("1800000030"), std::nullopt},
                {name + " ahead by more", at("1800000030.001"), Rejection::kNotYetValid},
                {name + " far ahead", at("253402300799"), Rejection::kNotYetValid},
            },
            rules);
    }
    rules.leeway = 0s;
    check({{"no leeway, now", claims(R"(,"nbf":1800000000)"), std::nullopt},
           {"no leeway, ahead", claims(R"(,"nbf":1800000001)"), Rejection::kNotYetValid}},
          rules);
}

BOOST_AUTO_TEST_CASE(issuer_and_audience_are_well_formed_even_where_none_is_configured) {
    check({{"an issuer", claims(R"(,"iss":"anybody")"), std::nullopt},
           {"an issuer that is a number", claims(R"(,"iss":1)"), Rejection::kMalformedClaims},
           {"an issuer that is an array", claims(R"(,"iss":["x"])"), Rejection::kMalformedClaims},
           {"an audience", claims(R"(,"aud":["anybody"])"), std::nullopt},
           {"an audience that is a number", claims(R"(,"aud":1)"), Rejection::kMalformedClaims},
           {"an audience that is an object", claims(R"(,"aud":{"likes":1})"), Rejection::kMalformedClaims},
           {"an audience that is an array with a number", claims(R"(,"aud":["x",1])"), Rejection::kMalformedClaims}});
    TokenRules rules;
    rules.audience = "likes";
    check({{"one of several", claims(R"(,"aud":["chat","likes"])"), std::nullopt}}, rules);
}

BOOST_AUTO_TEST_CASE(scopes_that_are_ours_come_out_and_those_of_others_are_passed_over) {
    const auto opens = [](const std::string& more) {
        return std::get<VerifiedToken>(check_claims(claims(more), {}, kNow)).scopes.contains(Scope::kAnalytics);
    };
    for (const std::string scope : {"likes:analytics", "openid likes:analytics", "likes:analytics profile",
                                    "  likes:analytics  likes:analytics ", "a b c likes:analytics d"}) {
        BOOST_TEST(opens(R"(,"scope":")" + scope + '"'), scope);
    }
    BOOST_TEST(!opens(""));
    for (const std::string scope :
         {"", " ", "likes", "likes:", "Likes:Analytics", "likes:analytics2", "xlikes:analytics",
          "likes:analytics,openid", "likes:analytics\\topenid", "likes: analytics"}) {
        BOOST_TEST(!opens(R"(,"scope":")" + scope + '"'), scope);
    }
    const std::string many(10'000, ' ');
    BOOST_TEST(opens(R"(,"scope":")" + many + "likes:analytics\""));
}

BOOST_AUTO_TEST_CASE(scopes_are_a_text) {
    check({{"a list", claims(R"(,"scope":["likes:analytics"])"), Rejection::kMalformedClaims},
           {"a number", claims(R"(,"scope":1)"), Rejection::kMalformedClaims},
           {"null", claims(R"(,"scope":null)"), Rejection::kMalformedClaims},
           {"an object", claims(R"(,"scope":{"likes:analytics":true})"), Rejection::kMalformedClaims}});
}

BOOST_AUTO_TEST_CASE(a_payload_is_an_object_in_which_claims_of_others_are_none_of_our_business) {
    check({
        {"nothing", "", Rejection::kMalformedClaims},
        {"claims of others", claims(R"(,"scope":"a b","x":[1,{"y":null}])"), std::nullopt},
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::claims_test
