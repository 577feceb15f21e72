#include "endpoints/analytics/activity.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "endpoints/analytics/access.hpp"
#include "endpoints/analytics/activity_text.hpp"
#include "endpoints/analytics/csv.hpp"
#include "endpoints/require.hpp"
#include "web/query.hpp"

namespace likes::endpoints {
namespace {

using analytics::BucketSize;

web::Query activity_parameters(const web::Request& request) {
    return web::Query::parse(request.query, {"from", "to", "bucket", "time_zone", "reaction", "format"});
}

web::Query summary_parameters(const web::Request& request) {
    return web::Query::parse(request.query, {"span", "format"});
}

BucketSize require_size(const web::Query& parameters) {
    const auto size = analytics::parse_bucket_size(parameters.get("bucket").value_or("day"));
    if (!size) throw web::Problem{400, "The parameter 'bucket' must be quarter, hour, day, week or month."};
    return *size;
}

analytics::Zone require_zone(const web::Query& parameters) {
    const auto zone = analytics::Zone::find(parameters.get("time_zone").value_or("UTC"));
    if (!zone) throw web::Problem{400, "The parameter 'time_zone' must be a name of the IANA database, such as UTC."};
    return *zone;
}

analytics::Period require_period(const web::Query& parameters, BucketSize size, const analytics::Zone& zone, Time now) {
    try {
        return analytics::parse_period(parameters.get("from"), parameters.get("to"), size, zone, now);
    } catch (const std::invalid_argument& fault) {
        throw web::Problem{400, fault.what()};
    }
}

/// The code of the reaction, or kAllReactions.
std::string require_counted_reaction(const web::Query& parameters, const ReactionCatalog& catalog) {
    const auto name = parameters.get("reaction").value_or("like");
    if (name == analytics::kAllReactions) return std::string{name};
    const auto reaction = catalog.find(name);
    if (!reaction) throw no_such_reaction();
    return reaction->code();
}

}  // namespace

Activity::Query Activity::parse(const web::Request& request, auth::Caller caller) const {
    auto [subject, name] = require_numbers(request, std::move(caller), audience_);
    const bool is_summary = name == "summary" && !subject.chat;
    if (!is_summary && name != "activity") throw no_such_resource();
    require_within(*limit_, subject.reader);
    if (is_summary) return parse_summary(request);
    return parse_activity(request, std::move(subject));
}

analytics::ActivityQuery Activity::parse_activity(const web::Request& request, analytics::Subject subject) const {
    const auto parameters = activity_parameters(request);
    requested_format(request, parameters);
    const auto size = require_size(parameters);
    const auto zone = require_zone(parameters);
    const auto period = require_period(parameters, size, zone, clock_());
    return {std::move(subject),
            require_counted_reaction(parameters, catalog_),
            size,
            zone,
            period,
            analytics::buckets_of(period.shown, size, zone)};
}

analytics::SummaryQuery Activity::parse_summary(const web::Request& request) const {
    using std::chrono::days;
    const auto parameters = summary_parameters(request);
    requested_format(request, parameters);
    const auto span = analytics::parse_span(parameters.get("span").value_or("7d"));
    if (!span || *span == analytics::Span::kAll) throw web::Problem{400, "The parameter 'span' must be 1d, 7d or 28d."};
    const auto now = clock_();
    const auto begin = std::chrono::floor<days>(begin_of(*span, now));
    const auto end = std::chrono::floor<days>(now) + days{1};
    std::vector<std::string> reactions;
    for (const auto& entry : catalog_.entries()) reactions.push_back(entry.reaction.code());
    return {*span, {begin, end}, {begin - (end - begin), begin}, std::move(reactions)};
}

std::size_t Activity::lane_hash(const Query& query) {
    const auto* const activity = std::get_if<analytics::ActivityQuery>(&query);
    return activity == nullptr ? 0 : std::hash<Uuid>{}(key_of(activity->subject));
}

web::Response Activity::render(const web::Request& request, const Query& query, const analytics::ActivityAnswer& view) {
    if (const auto* const summary = std::get_if<analytics::SummaryQuery>(&query)) {
        const auto format = requested_format(request, summary_parameters(request));
        return summary_response(request, format, *summary, std::get<analytics::SummaryView>(view));
    }
    const auto& activity = std::get<analytics::ActivityView>(view);
    require_visible_numbers(activity.visibility);
    const auto format = requested_format(request, activity_parameters(request));
    return activity_response(request, format, std::get<analytics::ActivityQuery>(query), activity);
}

}  // namespace likes::endpoints
