#pragma once

#include "analytics/ranking_query.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// The answer to a query for a list: RankedMessages, RankedUsers or RankedChats of openapi.yaml, or the list alone as
/// CSV. 202, with when to ask again, if it is being made for the first time. `as_of` is in JSON only, and the answer's
/// tag is without it: that a list was made again is no reason to send it again. REQUIRES: the view is kVisible.
web::Response ranking_response(const web::Request& request, const analytics::RankingQuery& query,
                               const analytics::RankingView& view);

}  // namespace likes::endpoints
