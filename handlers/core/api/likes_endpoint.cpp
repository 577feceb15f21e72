#include "api/likes_endpoint.hpp"

#include <utility>

#include "api/cursor.hpp"
#include "api/like_json.hpp"
#include "http/etag.hpp"
#include "http/query.hpp"

namespace likes::api {
namespace {

LikesQuery parse(const http::Request& request, const Uuid& message, UserId reader) {
    const auto parameters = http::Query::parse(request.query, {"limit", "cursor"});
    LikesQuery query{{message, Reaction::like()},
                     std::move(reader),
                     parameters.number("limit", 1, LikesEndpoint::kLimitMax, LikesEndpoint::kLimitDefault),
                     std::nullopt};
    if (const auto text = parameters.get("cursor")) {
        query.before = parse_cursor(*text);
        if (!query.before) throw http::Problem{400, "The cursor is not one that this service made."};
    }
    return query;
}

}  // namespace

LikesEndpoint::LikesEndpoint(Authenticate authenticate, Read read)
    : authenticate_{std::move(authenticate)}, read_{std::move(read)} {}

http::Response LikesEndpoint::operator()(const http::Request& request) const {
    require_method(request, "GET");
    auto caller = require_caller(request, authenticate_);
    const Uuid message = require_message_id(request, "/likes");
    const LikesView view = read_(parse(request, message, std::move(caller)));
    require_found(view.verdict);
    return http::with_etag(http::json(like_list_json(message, view)), request.if_none_match);
}

}  // namespace likes::api
