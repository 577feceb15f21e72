#include "endpoints/list_reactions.hpp"

#include <utility>

#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {

MessageQuery ListReactions::parse(const web::Request& request, UserId caller) {
    const Uuid message = require_message_id(request, "/reactions");
    web::Query::parse(request.query, {});
    return {message, std::move(caller)};
}

web::Response ListReactions::render(const web::Request& request, const MessageQuery& /*query*/,
                                    const MessageView& view) const {
    require_visible_message(view.visibility);
    return web::with_etag(web::json(message_reactions_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::endpoints
