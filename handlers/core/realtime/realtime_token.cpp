#include "realtime/realtime_token.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "auth/claims.hpp"
#include "base/json.hpp"
#include "realtime/topics.hpp"

namespace likes::realtime {
namespace {

// 100 chats, the notices, a user id of 128 characters and a signature of RSA with 8192 bits are 9.5 KB in base64url.
constexpr std::size_t kMaxTokenBytes = std::size_t{10} * 1024;

/// The claim `iat`, a NumericDate that the verifier has found in range. Rounded, so that a microsecond written as a
/// fraction and read as a double is that microsecond again.
std::optional<Time> issue_time(const rapidjson::Value& claims) {
    const auto* iat = find_member(claims, "iat");
    if (iat == nullptr || !iat->IsNumber()) return std::nullopt;
    if (iat->IsInt64()) return Time{std::chrono::seconds{iat->GetInt64()}};
    return Time{std::chrono::microseconds{static_cast<std::int64_t>(std::llround(iat->GetDouble() * 1e6))}};
}

struct OpenedTopics {
    std::vector<Uuid> chats;
    bool notices = false;
};

/// The topics of the `acl` claim, the chats sorted and each once; nullopt if it does not have exactly the form that
/// mint() writes for this user.
std::optional<OpenedTopics> opened_topics(const rapidjson::Value& claims, const UserId& user) {
    const auto* acl = find_member(claims, "acl");
    if (acl == nullptr || !acl->IsObject() || acl->MemberCount() != 1) return std::nullopt;
    const auto* topics = find_member(*acl, "sub");
    if (topics == nullptr || !topics->IsArray() || topics->Empty() || topics->Size() > RealtimeToken::kChatsMax + 1)
        return std::nullopt;

    OpenedTopics opened;
    opened.chats.reserve(topics->Size());
    const auto own_notices = notices_topic(user);
    for (const auto& topic : topics->GetArray()) {
        if (!topic.IsString()) return std::nullopt;
        const auto chat = chat_of_events_topic(string_of(topic));
        if (chat) {
            opened.chats.push_back(*chat);
        } else if (string_of(topic) != own_notices || std::exchange(opened.notices, true)) {
            return std::nullopt;
        }
    }
    auto& chats = opened.chats;
    if (chats.size() > RealtimeToken::kChatsMax) return std::nullopt;
    std::sort(chats.begin(), chats.end());
    chats.erase(std::unique(chats.begin(), chats.end()), chats.end());
    return opened;
}

std::string acl_claim(const RealtimeToken& token) {
    JsonText json;
    json.begin_object();
    json.begin_array("sub");
    for (const auto& chat : token.chats) json.value(events_topic(chat));
    if (token.notices) json.value(notices_topic(token.user));
    json.end_array();
    json.end_object();
    return json.str();
}

}  // namespace

std::string mint(const RealtimeToken& token, const auth::TokenSigner& signer) {
    return signer.sign({.subject = token.user,
                        .issued_at = token.issued_at,
                        .expires_at = token.expires_at,
                        .issuer = std::nullopt,
                        .audience = std::nullopt,
                        .extra = {{"acl", acl_claim(token)}}});
}

auth::TokenRules realtime_token_rules() {
    auth::TokenRules rules;
    rules.type = kRealtimeTokenType;
    rules.max_token_bytes = kMaxTokenBytes;
    return rules;
}

std::variant<RealtimeToken, Refusal> read_realtime_token(std::string_view token, const auth::TokenVerifier& verifier,
                                                         std::chrono::seconds max_lifetime, Time now) {
    auto result = verifier.verify_claims(token, now);
    if (const auto* rejection = std::get_if<auth::Rejection>(&result)) return Refusal{auth::to_string(*rejection)};
    auto& verified = std::get<auth::VerifiedClaims>(result);

    rapidjson::Document claims;
    if (!parse_strict_object(verified.json, claims)) return Refusal{"malformed_claims"};
    const auto issued_at = issue_time(claims);
    if (!issued_at) return Refusal{"no_issue_time"};
    if (verified.token.expires_at - *issued_at > max_lifetime) return Refusal{"lives_too_long"};
    auto opened = opened_topics(claims, verified.token.user);
    if (!opened) return Refusal{"malformed_acl"};
    return RealtimeToken{std::move(verified.token.user), *issued_at, verified.token.expires_at,
                         std::move(opened->chats), opened->notices};
}

}  // namespace likes::realtime
