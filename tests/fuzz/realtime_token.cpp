#include "realtime/realtime_token.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "fuzz/fuzz.hpp"
#include "unit/auth/test_keys.hpp"

using namespace likes;

namespace {

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
constexpr std::chrono::seconds kLife{3600};
const std::string kSecret(32, 'k');

auth::KeySet keys() {
    return auth::KeySet::parse(
        auth::test::jwks({auth::test::TestKey::hmac(kSecret).private_members() + R"(,"kid":"k")"}));
}

const auth::TokenVerifier& verifier() {
    static const auth::TokenVerifier verifier{keys(), realtime::realtime_token_rules()};
    return verifier;
}

/// A token that was read can be minted, and reads the same again, to the second.
void round_trip(const realtime::RealtimeToken& token) {
    constexpr std::chrono::seconds kOne{1};
    static const auth::TokenSigner signer{keys(), realtime::kRealtimeTokenType};
    const auto again =
        realtime::read_realtime_token(realtime::mint(token, signer), verifier(), kLife + kOne, kNow - kOne);
    const auto* const same = std::get_if<realtime::RealtimeToken>(&again);
    fuzz::require(same != nullptr && same->user == token.user && same->chats == token.chats);
    fuzz::require(same->notices == token.notices);
    fuzz::require(same->issued_at == std::chrono::floor<std::chrono::seconds>(token.issued_at));
    fuzz::require(same->expires_at == std::chrono::floor<std::chrono::seconds>(token.expires_at));
}

}  // namespace

// The claims of a realtime token, well signed: what comes out is the notices or 1 to 100 chats, or both, the chats
// sorted, each once, for no longer than the longest life.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key = auth::test::TestKey::hmac(kSecret);
    const auto text = auth::test::make_token(key, "HS256", R"({"alg":"HS256","typ":"mqtt+jwt","kid":"k"})",
                                             fuzz::text_of(data, size));
    const auto result = realtime::read_realtime_token(text, verifier(), kLife, kNow);
    const auto* const token = std::get_if<realtime::RealtimeToken>(&result);
    if (token == nullptr) return 0;
    const auto& chats = token->chats;
    fuzz::require((!chats.empty() || token->notices) && chats.size() <= realtime::RealtimeToken::kChatsMax);
    fuzz::require(std::is_sorted(chats.begin(), chats.end()));
    fuzz::require(std::adjacent_find(chats.begin(), chats.end()) == chats.end());
    fuzz::require(token->expires_at > kNow && token->expires_at - token->issued_at <= kLife);
    // Written anew, numbers may be longer, and then a token of nearly the longest would be too long.
    constexpr std::size_t kLong = 8000;
    if (text.size() < kLong) round_trip(*token);
    return 0;
}
