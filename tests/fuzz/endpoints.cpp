#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/document.h>

#include "api/answer.hpp"
#include "api/chat_changes_endpoint.hpp"
#include "api/chat_likes_endpoint.hpp"
#include "api/demo_endpoint.hpp"
#include "api/like_endpoint.hpp"
#include "api/likes_endpoint.hpp"
#include "api/reaction_endpoint.hpp"
#include "api/reactions_endpoint.hpp"
#include "api/realtime_token_endpoint.hpp"
#include "fuzz/fuzz.hpp"

using namespace likes;

namespace {

std::optional<UserId> authenticate(std::string_view authorization) {
    return UserId::parse(authorization);
}

ReactionCatalog catalog() {
    return ReactionCatalog::parse("like=\u2764\uFE0F,joy=\U0001F602");
}

ChatView view_of(const Uuid& chat, const std::vector<Uuid>& messages) {
    ChatView view{ChatVerdict::kFound, {}};
    for (const auto& message : messages) view.messages.push_back({message, ReadVerdict::kFound, chat, {}});
    return view;
}

/// All endpoints, over services that find whatever they are asked for.
const std::array<api::Endpoint, 9>& endpoints() {
    static const std::array<api::Endpoint, 9> all{
        api::LikeEndpoint{Action::kPut, authenticate,
                          [](const auto&) {
                              return LikeOutcome{Verdict::kLiked, {}};
                          }},
        api::LikeEndpoint{Action::kTakeBack, authenticate,
                          [](const auto&) {
                              return LikeOutcome{Verdict::kUnliked, {}};
                          }},
        api::ReactionEndpoint{Action::kPut, catalog(), authenticate,
                              [](const auto&) {
                                  return LikeOutcome{Verdict::kLiked, {}};
                              }},
        api::LikesEndpoint{authenticate,
                           [](const LikesQuery& query) {
                               fuzz::require(query.limit >= 1 && query.limit <= api::LikesEndpoint::kLimitMax);
                               return LikesView{ReadVerdict::kFound, {}, {}, query.before};
                           }},
        api::ReactionsEndpoint{catalog(), authenticate,
                               [](const MessageQuery& query) {
                                   return MessageView{query.message, ReadVerdict::kFound, {}, {}};
                               }},
        api::ChatLikesEndpoint{catalog(), authenticate,
                               [](const ChatQuery& query) {
                                   fuzz::require(query.messages.size() <= api::ChatLikesEndpoint::kMessagesMax);
                                   return view_of(query.chat, query.messages);
                               }},
        api::ChatChangesEndpoint{
            catalog(), authenticate,
            [](const ChangesQuery& query) {
                fuzz::require(query.limit >= 1 && query.limit <= api::ChatChangesEndpoint::kLimitMax);
                return ChangesView{{ChatVerdict::kFound, {}}, query.since.value_or(ChangesCursor{})};
            }},
        api::RealtimeTokenEndpoint{authenticate,
                                   [](const UserId&, const std::vector<Uuid>& chats) {
                                       fuzz::require(!chats.empty() &&
                                                     chats.size() <= api::RealtimeTokenEndpoint::kChatsMax);
                                       return AccessGrant{"token", {}, {}};
                                   }},
        api::DemoEndpoint{Uuid{}, [](const UserId& user) { return user.str(); }, authenticate,
                          [](const UserId&) {
                              return Transcript{ChatVerdict::kFound, {}};
                          }}};
    return all;
}

}  // namespace

// The first byte chooses the endpoint; then, a line each: verb, path, query, Authorization, If-None-Match; the rest is
// the body. Every answer is one of those in the contract, never 5xx, and its body is JSON of bounded length.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto& endpoint = endpoints().at(data[0] % endpoints().size());
    auto text = fuzz::text_of(data, size).substr(1);
    http::Request request;
    for (auto* const field :
         {&request.method, &request.path, &request.query, &request.authorization, &request.if_none_match}) {
        *field = fuzz::take_line(text);
    }
    request.body = text;
    request.request_id = "4f2a";

    const auto response = api::answer(request, endpoint);
    constexpr std::array kStatuses{200, 304, 400, 401, 404, 405, 422};
    fuzz::require(std::find(kStatuses.begin(), kStatuses.end(), response.status) != kStatuses.end());
    if (response.status == 304) {
        fuzz::require(response.body.empty());
        return 0;
    }
    rapidjson::Document body;
    body.Parse<rapidjson::kParseValidateEncodingFlag>(response.body.data(), response.body.size());
    fuzz::require(!body.HasParseError() && body.IsObject());
    fuzz::require(response.body.size() <= 1024 + 16 * size);
    for (const auto& header : response.headers) fuzz::require(header.value.find_first_of("\r\n") == std::string::npos);
    return 0;
}
