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

web::Problem bad_list() {
    return {400, "The parameter 'message_ids' must be 1 to 100 UUIDs with commas between."};
}

/// The ids of a list separated by commas, each once, in their order.
std::vector<Uuid> require_messages(std::string_view text) {
    const auto parts = split(text, ',');
    if (parts.size() > Screen::kMessagesMax) throw bad_list();
    std::vector<Uuid> messages;
    for (const auto part : parts) {
        const auto id = Uuid::parse(part);
        if (!id) throw bad_list();
        if (std::find(messages.begin(), messages.end(), *id) == messages.end()) messages.push_back(*id);
    }
    return messages;
}

}  // namespace

ChatQuery Screen::parse(const web::Request& request, UserId caller) {
    const Uuid chat = require_chat_id(request, "/likes");
    const auto parameters = web::Query::parse(request.query, {"message_ids"});
    return {chat, std::move(caller), require_messages(parameters.get("message_ids").value_or(""))};
}

web::Response Screen::render(const web::Request& request, const ChatQuery& /*query*/, const ChatView& view) const {
    require_visible_chat(view.visibility);
    return web::with_etag(web::json(chat_likes_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::endpoints
