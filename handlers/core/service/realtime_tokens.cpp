#include "service/realtime_tokens.hpp"

#include <cstddef>
#include <utility>

#include "realtime/realtime_token.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::service {

std::vector<std::optional<MintedToken>> TokenWorker::execute(std::span<const TokenQuery> queries) {
    std::vector<store::MembershipQuery> asked;
    asked.reserve(queries.size());
    for (const auto& query : queries) asked.push_back(query.membership);
    const auto memberships = memberships_.check(asked);
    std::vector<std::optional<MintedToken>> tokens(queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (memberships[i].is_member_of_all) tokens[i] = mint(queries[i], memberships[i].as_of);
    }
    return tokens;
}

MintedToken TokenWorker::mint(const TokenQuery& query, Time as_of) const {
    // The time of issue is when the memberships were read, not when the token is signed: if the user has left since
    // then, the revocation must be newer than the token.
    const Time expires_at = std::chrono::floor<std::chrono::seconds>(as_of) + lifetime_;
    const auto& [user, chats] = query.membership;
    MintedToken minted{
        realtime::mint({user, as_of, expires_at, chats, query.notices}, *key_->current()), expires_at, {}};
    for (const auto& chat : chats) minted.topics.push_back(realtime::events_topic(chat));
    if (query.notices) minted.topics.push_back(realtime::notices_topic(user));
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
