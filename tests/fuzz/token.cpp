#include <chrono>
#include <string_view>
#include <variant>

#include "auth/authenticator.hpp"
#include "auth/token_verifier.hpp"
#include "fuzz/fuzz.hpp"

using namespace likes;

namespace {

/// {"alg":"HS256","kid":"hs"} and {"sub":"alice","exp":1800000060}, signed with the key below; in the corpus as well.
constexpr std::string_view kGood =
    "eyJhbGciOiJIUzI1NiIsImtpZCI6ImhzIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6MTgwMDAwMDA2MH0."
    "4HHJBypdAjsrg0NKUcolh9ry1PyIxkwd8L6Yk2reuts";

const auth::TokenVerifier& verifier() {
    static const auth::TokenVerifier verifier{
        auth::KeySet::parse(R"({"keys":[{"kty":"oct","kid":"hs","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]})"),
        {}};
    return verifier;
}

}  // namespace

// Of the header `Bearer …` with any text, only the one good token passes: it has one text, and nobody makes another.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto token = auth::bearer_token(fuzz::text_of(data, size));
    if (!token) return 0;
    const auto result = verifier().verify(*token, Time{std::chrono::seconds{1'800'000'000}});
    fuzz::require(std::holds_alternative<auth::VerifiedToken>(result) == (*token == kGood));
    return 0;
}
