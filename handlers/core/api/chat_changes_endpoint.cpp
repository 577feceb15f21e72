#include "api/chat_changes_endpoint.hpp"

#include <utility>

#include "api/cursor.hpp"
#include "api/like_json.hpp"
#include "http/etag.hpp"
#include "http/query.hpp"

namespace likes::api {

ChatChangesEndpoint::ChatChangesEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read)
    : catalog_{std::move(catalog)}, authenticate_{std::move(authenticate)}, read_{std::move(read)} {}

http::Response ChatChangesEndpoint::operator()(const http::Request& request) const {
    require_method(request, "GET");
    auto caller = require_caller(request, authenticate_);
    const Uuid chat = require_chat_id(request, "/likes/changes");
    const auto parameters = http::Query::parse(request.query, {"since", "limit"});
    ChangesQuery query{chat, std::move(caller), std::nullopt, parameters.number("limit", 1, kLimitMax, kLimitDefault)};
    if (const auto since = parameters.get("since")) {
        query.since = parse_changes_cursor(*since);
        if (!query.since) throw http::Problem{400, "The cursor is not one that this service made."};
    }
    const auto view = read_(std::move(query));
    require_found(view.chat.verdict);
    return http::with_etag(http::json(chat_changes_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::api
