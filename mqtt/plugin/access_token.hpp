#pragma once

#include <chrono>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/token_rules.hpp"
#include "auth/token_verifier.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "plugin/refusal.hpp"
#include "time/time.hpp"

namespace likes::mqtt {

/// What a realtime token says: the MQTT password of a user, minted by the realtime_token handler.
struct AccessToken {
    UserId user;
    Time issued_at;
    Time expires_at;
    std::vector<Uuid> chats;  ///< Whose events it opens: 1 to 100, sorted, each once.
};

/// The rules that the verifier of realtime tokens has to go by. The type keeps a token of the API, even one signed with
/// the same key, from being a password here.
auth::TokenRules realtime_token_rules();

/// Verifies and reads a token. Beside what TokenVerifier demands: an `iat` (to the microsecond, as revocations go by
/// it), at most `max_lifetime` from `iat` to `exp`, and an `acl` claim of exactly the form
/// `{"sub":["chats/{chat_id}/events",…]}` with 1 to 100 topics. A wildcard, a topic of another form or a further member
/// (EMQX knows `pub` and `all`) refuses the token as a whole: it was made for something else.
std::variant<AccessToken, Refusal> read_access_token(std::string_view token, const auth::TokenVerifier& verifier,
                                                     std::chrono::seconds max_lifetime, Time now);

}  // namespace likes::mqtt
