#include "api/chat_likes_endpoint.hpp"

#include <algorithm>
#include <utility>

#include "api/like_json.hpp"
#include "http/etag.hpp"
#include "http/query.hpp"

namespace likes::api {
namespace {

/// The ids of a list with commas, each once, in their order.
std::vector<Uuid> require_messages(std::string_view text) {
    const http::Problem problem{400, "The parameter 'message_ids' must be 1 to 100 UUIDs with commas between."};
    std::vector<Uuid> messages;
    for (std::size_t count = 1; true; ++count) {
        const auto comma = text.find(',');
        const auto id = Uuid::parse(text.substr(0, comma));
        if (!id || count > ChatLikesEndpoint::kMessagesMax) throw problem;
        if (std::find(messages.begin(), messages.end(), *id) == messages.end()) messages.push_back(*id);
        if (comma == std::string_view::npos) return messages;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

ChatLikesEndpoint::ChatLikesEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read)
    : catalog_{std::move(catalog)}, authenticate_{std::move(authenticate)}, read_{std::move(read)} {}

http::Response ChatLikesEndpoint::operator()(const http::Request& request) const {
    require_method(request, "GET");
    auto caller = require_caller(request, authenticate_);
    const Uuid chat = require_chat_id(request, "/likes");
    const auto parameters = http::Query::parse(request.query, {"message_ids"});
    const auto view = read_({chat, std::move(caller), require_messages(parameters.get("message_ids").value_or(""))});
    require_found(view.verdict);
    return http::with_etag(http::json(chat_likes_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::api
