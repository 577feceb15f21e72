#include "endpoints/analytics/rankings.hpp"

#include <optional>
#include <string>
#include <utility>

#include "analytics/span.hpp"
#include "endpoints/analytics/access.hpp"
#include "endpoints/analytics/csv.hpp"
#include "endpoints/analytics/rankings_text.hpp"
#include "endpoints/require.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {
namespace {

using analytics::Kind;
using analytics::RankingQuery;

analytics::Span require_span(const web::Query& parameters) {
    const auto span = analytics::parse_span(parameters.get("span").value_or("7d"));
    if (!span) throw web::Problem{400, "The parameter 'span' must be 1d, 7d, 28d or all."};
    return *span;
}

Kind require_side(const web::Query& parameters) {
    const auto side = parameters.get("by").value_or("given");
    if (side == "given") return Kind::kGiven;
    if (side == "received") return Kind::kReceived;
    throw web::Problem{400, "The parameter 'by' must be given or received."};
}

/// Nullopt: all reactions together.
std::optional<Reaction> require_counted(const web::Query& parameters, const ReactionCatalog& catalog) {
    const auto name = parameters.get("reaction").value_or("like");
    if (name == analytics::kAllReactions) return std::nullopt;
    auto reaction = catalog.find(name);
    if (!reaction) throw no_such_reaction();
    return reaction;
}

/// What all lists have in common; the kind is kMessages, and the reaction all together.
RankingQuery common_query(const web::Request& request, const web::Query& parameters, analytics::Subject subject) {
    const auto chat = key_of(subject);
    return {std::move(subject),
            {chat, Kind::kMessages, require_span(parameters), std::nullopt},
            parameters.number("limit", 1, Rankings::kLimitMax, Rankings::kLimitDefault),
            requested_format(request, parameters) == Format::kCsv};
}

}  // namespace

RankingQuery Rankings::parse(const web::Request& request, auth::Caller caller) const {
    auto [subject, name] = require_numbers(request, std::move(caller), rules_.audience);
    const bool is_there =
        name == "messages" || (name == "users" && rules_.rank_users) || (name == "chats" && !subject.chat);
    if (!is_there) throw no_such_resource();
    require_within(*limit_, subject.reader);

    if (name == "messages") {
        const auto parameters = web::Query::parse(request.query, {"span", "reaction", "limit", "format"});
        auto query = common_query(request, parameters, std::move(subject));
        query.key.reaction = require_counted(parameters, catalog_);
        return query;
    }
    if (name == "users") {
        const auto parameters = web::Query::parse(request.query, {"by", "span", "limit", "format"});
        auto query = common_query(request, parameters, std::move(subject));
        query.key.kind = require_side(parameters);
        return query;
    }
    const auto parameters = web::Query::parse(request.query, {"span", "limit", "format"});
    auto query = common_query(request, parameters, std::move(subject));
    query.key.kind = Kind::kChats;
    return query;
}

web::Response Rankings::render(const web::Request& request, const RankingQuery& query,
                               const analytics::RankingView& view) {
    require_visible_numbers(view.visibility);
    return ranking_response(request, query, view);
}

}  // namespace likes::endpoints
