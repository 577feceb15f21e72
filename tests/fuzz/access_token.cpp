#include "plugin/access_token.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "fuzz/fuzz.hpp"
#include "unit/auth/test_keys.hpp"

using namespace likes;

namespace {

const std::string kSecret(32, 'k');

const auth::TokenVerifier& verifier() {
    static const auth::TokenVerifier verifier{
        auth::KeySet::parse(auth::test::jwks({auth::test::TestKey::hmac(kSecret).private_members() + R"(,"kid":"k")"})),
        mqtt::realtime_token_rules()};
    return verifier;
}

}  // namespace

// The claims of a realtime token, well signed: what comes out is 1 to 100 chats, sorted, each once, for no longer than
// the longest life.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key = auth::test::TestKey::hmac(kSecret);
    const auto token = auth::test::make_token(key, "HS256", R"({"alg":"HS256","typ":"mqtt+jwt","kid":"k"})",
                                              fuzz::text_of(data, size));
    constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
    constexpr std::chrono::seconds kLife{3600};
    const auto result = mqtt::read_access_token(token, verifier(), kLife, kNow);
    if (const auto* const access = std::get_if<mqtt::AccessToken>(&result)) {
        const auto& chats = access->chats;
        fuzz::require(!chats.empty() && chats.size() <= 100);
        fuzz::require(std::is_sorted(chats.begin(), chats.end()));
        fuzz::require(std::adjacent_find(chats.begin(), chats.end()) == chats.end());
        fuzz::require(access->expires_at > kNow && access->expires_at - access->issued_at <= kLife);
    }
    return 0;
}
