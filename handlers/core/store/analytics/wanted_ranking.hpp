#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analytics/span.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Names a row of the table `rankings`.
struct RankingKey {
    /// analytics::kDeployment: all chats together.
    Uuid chat;
    std::string_view kind;
    analytics::Span span;
    /// The code of a reaction, or analytics::kAllReactions.
    std::string_view reaction;
};

struct Ranking {
    Time computed_at;
    /// JSON, as the program that makes the lists has written it.
    std::string items;
};

/// The list, or nullopt while it is computed for the first time. Says that it is wanted, so that it is made, and made
/// again; that is written once a minute at most, however many ask. To be called from the `work` of
/// database::Session::read.
std::optional<Ranking> want_ranking(database::Session& session, const RankingKey& key);

}  // namespace likes::store
