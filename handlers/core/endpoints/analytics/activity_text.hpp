#pragma once

#include "analytics/activity.hpp"
#include "endpoints/analytics/csv.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// The answer of `GET …/analytics/activity`. Moments of the period are as on the clocks of its zone. `as_of` is in JSON
/// only, and the answer's tag is without it: it is another one at each call. REQUIRES: the view is kVisible. Throws
/// Problem 400 if nothing of the period is kept any more.
web::Response activity_response(const web::Request& request, Format format, const analytics::ActivityQuery& query,
                                const analytics::ActivityView& view);

/// The answer of `GET /api/v1/analytics/summary`: 202, with when to call again, while people are counted for the first
/// time; 200 otherwise. What is not known is null in JSON, and an empty field in CSV.
web::Response summary_response(const web::Request& request, Format format, const analytics::SummaryQuery& query,
                               const analytics::SummaryView& view);

}  // namespace likes::endpoints
