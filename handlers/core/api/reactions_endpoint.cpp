#include "api/reactions_endpoint.hpp"

#include <utility>

#include "api/like_json.hpp"
#include "http/etag.hpp"
#include "http/query.hpp"

namespace likes::api {

ReactionsEndpoint::ReactionsEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read)
    : catalog_{std::move(catalog)}, authenticate_{std::move(authenticate)}, read_{std::move(read)} {}

http::Response ReactionsEndpoint::operator()(const http::Request& request) const {
    require_method(request, "GET");
    auto caller = require_caller(request, authenticate_);
    const Uuid message = require_message_id(request, "/reactions");
    http::Query::parse(request.query, {});
    const MessageView view = read_({message, std::move(caller)});
    require_found(view.verdict);
    return http::with_etag(http::json(message_reactions_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::api
