#include "service/demo_service.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "service/settings.hpp"
#include "store/transcript_reader.hpp"

namespace likes::service {
namespace {

/// Three members, and mallory, who is none.
constexpr std::array<std::string_view, 4> kUsers{"alice", "bob", "carol", "mallory"};

}  // namespace

DemoService::DemoService(const config::Config& config, Clock clock)
    : auth_{config.auth},
      clock_{clock},
      key_{config.auth.jwks_file, "JWT", std::move(clock)},
      lanes_{lane_settings(config), [&] {
                 auto reader = std::make_shared<store::TranscriptReader>(store::Session{session_settings(config)});
                 return [reader](std::span<const TranscriptQuery> batch) { return reader->read(batch); };
             }} {}

std::optional<std::string> DemoService::sign_in(const UserId& user) {
    if (std::find(kUsers.begin(), kUsers.end(), user.str()) == kUsers.end()) return std::nullopt;
    const Time now = clock_();
    auth::TokenClaims claims{user, now, now + kTokenLifetime, {}, {}, {}};
    if (!auth_.issuer.empty()) claims.issuer = auth_.issuer;
    if (!auth_.audience.empty()) claims.audience = auth_.audience;
    return key_.current()->sign(claims);
}

Transcript DemoService::read(const UserId& reader) {
    return lanes_.submit(std::hash<UserId>{}(reader), {chat(), reader, kPosts});
}

Uuid DemoService::chat() {
    return *Uuid::parse("11111111-1111-4111-8111-111111111111");
}

}  // namespace likes::service
