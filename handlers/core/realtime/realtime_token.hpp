#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/claims.hpp"
#include "auth/token_signer.hpp"
#include "auth/token_verifier.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "realtime/refusal.hpp"

namespace likes::realtime {

/// The `typ` of realtime tokens. No token for the API has it, so neither kind is accepted in place of the other.
inline constexpr const char* kRealtimeTokenType = "mqtt+jwt";

/// The content of a realtime token, which is a user's MQTT password: the handler realtime_token mints it, and the
/// broker's plugin reads it. It is a JWT whose `acl` claim names the topics that it opens, in the form that EMQX uses:
/// `{"sub":["chats/{chat_id}/events",…,"users/{user_id}/notices"]}`.
struct RealtimeToken {
    static constexpr std::size_t kChatsMax = 100;

    UserId user;
    /// To the microsecond when read, because revocations are compared with it.
    Time issued_at;
    Time expires_at;
    /// The token opens their events. At most kChatsMax, and at least one unless it opens the notices; when read, sorted
    /// and each once.
    std::vector<Uuid> chats;
    /// The token opens the user's own notices.
    bool notices = false;
};

/// The text of the token. `signer` signs with kRealtimeTokenType.
std::string mint(const RealtimeToken& token, const auth::TokenSigner& signer);

/// The rules for verifying realtime tokens. Their type keeps a token of the API, even one signed with the same key,
/// from being accepted as a password.
auth::TokenRules realtime_token_rules();

/// Verifies and reads a token. Besides what TokenVerifier demands, the token must have an `iat`, at most `max_lifetime`
/// from `iat` to `exp`, and an `acl` claim of exactly the form that mint() writes: 1 to kChatsMax topics of chats, once
/// the topic of the notices of the token's own user, or both. A wildcard, a topic of another form, the notices of
/// somebody else or a further member (EMQX has `pub` and `all`) makes the whole token refused, because it was made for
/// something else.
std::variant<RealtimeToken, Refusal> read_realtime_token(std::string_view token, const auth::TokenVerifier& verifier,
                                                         std::chrono::seconds max_lifetime, Time now);

}  // namespace likes::realtime
