#include "endpoints/screen.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {
namespace {

/// Adds the ids of a list separated by commas to the query, each once, in their order. A client that has a message
/// which is not sent yet may ask for it under an id of its own; that must not cost it the others.
void add_messages(std::string_view text, ChatQuery& query) {
    const auto parts = split(text, ',');
    if (text.empty() || parts.size() > Screen::kMessagesMax) {
        throw web::Problem{400, "The parameter 'message_ids' must be 1 to 100 ids with commas between."};
    }
    const auto add = [](auto& list, const auto& item) {
        if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
    };
    for (const auto part : parts) {
        if (const auto id = Uuid::parse(part)) {
            add(query.messages, *id);
        } else {
            add(query.no_ids, part);
        }
    }
}

}  // namespace

ChatQuery Screen::parse(const web::Request& request, UserId caller) {
    const Uuid chat = require_chat_id(request, "/likes");
    const auto parameters = web::Query::parse(request.query, {}, {"message_ids"});
    ChatQuery query{chat, std::move(caller), {}};
    add_messages(parameters.get("message_ids").value_or(""), query);
    return query;
}

web::Response Screen::render(const web::Request& request, const ChatQuery& query, const ChatView& view) const {
    require_visible_chat(view.visibility);
    return web::with_etag(web::json(chat_likes_json(view, query.no_ids, catalog_)), request.if_none_match);
}

}  // namespace likes::endpoints
