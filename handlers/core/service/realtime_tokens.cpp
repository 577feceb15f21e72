#include "service/realtime_tokens.hpp"

#include <cstddef>
#include <utility>

#include "realtime/realtime_token.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::service {

std::vector<std::optional<MintedToken>> TokenWorker::execute(std::span<const store::MembershipQuery> queries) {
    const auto memberships = memberships_.check(queries);
    std::vector<std::optional<MintedToken>> tokens(queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (memberships[i].is_member_of_all) tokens[i] = mint(queries[i], memberships[i].as_of);
    }
    return tokens;
}

MintedToken TokenWorker::mint(const store::MembershipQuery& query, Time as_of) const {
    // The time of issue is when the memberships were read, not when the token is signed: if the user has left since
    // then, the revocation must be newer than the token.
    const Time expires_at = std::chrono::floor<std::chrono::seconds>(as_of) + lifetime_;
    MintedToken minted{realtime::mint({query.user, as_of, expires_at, query.chats}, *key_->current()), expires_at, {}};
    for (const auto& chat : query.chats) minted.topics.push_back(realtime::events_topic(chat));
    return minted;
}

RealtimeTokens::RealtimeTokens(const runtime::Config& config)
    : config_{config},
      key_{{config.realtime.jwks_file, auth::UnusableKeys::kRefused, runtime::counters().realtime_key_file_refused},
           realtime::kRealtimeTokenType,
           system_now,
           log::warn} {}

lanes::Settings RealtimeTokens::lanes() const {
    return lane_settings(config_);
}

TokenWorker RealtimeTokens::make_worker() {
    return {store::Memberships{database::Session{session_settings(config_)}}, key_, config_.realtime.token_lifetime};
}

}  // namespace likes::service
