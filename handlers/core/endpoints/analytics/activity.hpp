#pragma once

#include <cstddef>
#include <string_view>

#include "analytics/activity.hpp"
#include "analytics/audience.hpp"
#include "auth/caller.hpp"
#include "base/time.hpp"
#include "likes/reaction_catalog.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// `GET /api/v1/chats/{chat_id}/analytics/activity` and `GET /api/v1/analytics/activity`: how many reactions were
/// given, by quarter, hour, day, week or month of any time zone. `GET /api/v1/analytics/summary`: how much is going on
/// in all chats together; 202 while it is counted for the first time. JSON or CSV; who has the answer already gets 304.
class Activity {
  public:
    using Query = analytics::ActivityQuestion;

    /// `limit` outlives it.
    Activity(analytics::Audience audience, ReactionCatalog catalog, web::UserLimit& limit, Clock clock)
        : audience_{audience}, catalog_{std::move(catalog)}, limit_{&limit}, clock_{std::move(clock)} {}

    static std::string_view method() { return "GET"; }
    Query parse(const web::Request& request, auth::Caller caller) const;
    /// Questions about one chat share a lane, and so what it has read.
    static std::size_t lane_hash(const Query& query);
    static web::Response render(const web::Request& request, const Query& query, const analytics::ActivityAnswer& view);

  private:
    analytics::ActivityQuery parse_activity(const web::Request& request, analytics::Subject subject) const;
    analytics::SummaryQuery parse_summary(const web::Request& request) const;

    analytics::Audience audience_;
    ReactionCatalog catalog_;
    web::UserLimit* limit_;
    Clock clock_;
};

}  // namespace likes::endpoints
