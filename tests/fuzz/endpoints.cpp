#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <rapidjson/document.h>

#include "endpoints/analytics/activity.hpp"
#include "endpoints/analytics/rankings.hpp"
#include "endpoints/changes.hpp"
#include "endpoints/demo.hpp"
#include "endpoints/like.hpp"
#include "endpoints/list_likers.hpp"
#include "endpoints/list_reactions.hpp"
#include "endpoints/monitor.hpp"
#include "endpoints/notices/notices.hpp"
#include "endpoints/react.hpp"
#include "endpoints/realtime_token.hpp"
#include "endpoints/screen.hpp"
#include "fuzz/fuzz.hpp"
#include "notices/queries.hpp"
#include "realtime/realtime_token.hpp"
#include "unit/endpoints/one_request.hpp"

using namespace likes;

namespace {

/// A caller is whoever the Authorization header names. The tokens of those with a `~` before their names have the scope
/// of the numbers.
auth::Verification verification_of(std::string_view authorization) {
    const auto* const scopes = authorization.starts_with('~') ? "likes:analytics" : "";
    if (auto user = UserId::parse(authorization)) {
        return auth::VerifiedToken{*std::move(user), Time::max(), auth::Scopes::parse(scopes)};
    }
    return auth::Rejection::kBadSignature;
}

const ReactionCatalog& catalog() {
    static const auto catalog = ReactionCatalog::parse("like=\u2764\uFE0F,joy=\U0001F602");
    return catalog;
}

/// Refuses nobody.
web::UserLimit& limit() {
    static web::UserLimit limit{{std::chrono::nanoseconds{0}, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

// Workers that find whatever they are asked for.

ReactionOutcome outcome_of(const ReactionChange& change) {
    return {change.action == Action::kPut ? ChangeResult::kLiked : ChangeResult::kUnliked, {}};
}

LikersView likers_of(const LikersQuery& query) {
    fuzz::require(query.limit >= 1 && query.limit <= endpoints::ListLikers::kLimitMax);
    return {Visibility::kVisible, {}, {}, query.before};
}

MessageView message_of(const MessageQuery& query) {
    return {query.message, Visibility::kVisible, {}, {}};
}

ChatView chat_of(const ChatQuery& query) {
    const auto asked = query.messages.size() + query.no_ids.size();
    fuzz::require(asked >= 1 && asked <= endpoints::Screen::kMessagesMax);
    ChatView view{Visibility::kVisible, {}};
    for (const auto& message : query.messages) {
        view.messages.push_back({message, Visibility::kVisible, query.chat, {}});
    }
    return view;
}

ChangesView changes_of(const ChangesQuery& query) {
    fuzz::require(query.limit >= 1 && query.limit <= endpoints::Changes::kLimitMax);
    return {{Visibility::kVisible, {}}, query.since.value_or(ChangesCursor{}), false};
}

std::optional<service::MintedToken> token_of(const service::TokenQuery& query) {
    const auto& chats = query.membership.chats;
    fuzz::require(chats.size() <= realtime::RealtimeToken::kChatsMax && (!chats.empty() || query.notices));
    return service::MintedToken{"token", {}, {}};
}

service::DemoView demo_of(const service::DemoQuery& query) {
    if (const auto* const sign_in = std::get_if<service::SignIn>(&query)) return {sign_in->user.str(), std::nullopt};
    return {std::nullopt, Transcript{Visibility::kVisible, {}}};
}

service::MonitorView monitor_of(service::MonitorQuery /*query*/) {
    return {{true, true, true}, "{}"};
}

constexpr Time kNow{std::chrono::seconds{1'759'485'600}};
/// Buckets that an answer may have: the quarters of two days, the hours of 31, and those of days on which clocks
/// change.
constexpr std::size_t kBucketsMax = 800;

analytics::ActivityAnswer activity_of(const analytics::ActivityQuestion& question) {
    const analytics::Reach reach{kNow, {}, kNow};
    if (std::holds_alternative<analytics::SummaryQuery>(question)) return analytics::SummaryView{reach, {}, {{}}, kNow};
    const auto& query = std::get<analytics::ActivityQuery>(question);
    fuzz::require(!query.buckets.empty() && query.buckets.size() <= kBucketsMax);
    fuzz::require(query.period.before.begin <= query.period.before.end);
    fuzz::require(query.period.before.end <= query.period.shown.begin);
    fuzz::require(query.buckets.front().begin == query.period.shown.begin);
    fuzz::require(query.buckets.back().end == query.period.shown.end);
    return analytics::ActivityView{
        Visibility::kVisible, reach, std::vector<analytics::Activity>(query.buckets.size()), {}};
}

analytics::RankingView list_of(const analytics::RankingQuery& query) {
    fuzz::require(query.limit >= 1 && query.limit <= endpoints::Rankings::kLimitMax);
    fuzz::require(query.key.kind != analytics::Kind::kSummary);
    fuzz::require(query.key.chat == key_of(query.subject));
    analytics::RankingView view;
    view.visibility = Visibility::kVisible;
    view.as_of = kNow;
    view.users.push_back({1, query.subject.reader, 1});
    view.own = {1, 1};
    return view;
}

/// Finds a notice, or settings that are as they were asked for.
struct NoticesOf {
    notices::ShownNotice shown() const { return {{}, {}, {{*UserId::parse("bob"), "Bob", Reaction::like()}}}; }

    notices::View operator()(const notices::ListQuery& query) const {
        fuzz::require(query.limit >= 1 && query.limit <= endpoints::Notices::kLimitMax);
        return notices::ListView{{shown()}, query.before, {}, 1};
    }
    notices::View operator()(const notices::ChangesQuery& query) const {
        fuzz::require(query.limit >= 1 && query.limit <= endpoints::Notices::kLimitMax);
        notices::ChangesView view;
        view.changes = {shown(), notices::GoneNotice{{}, query.since.value_or(0)}};
        return view;
    }
    notices::View operator()(const notices::UnreadQuery& /*query*/) const { return notices::Unread{1, false}; }
    notices::View operator()(const notices::Change& /*change*/) const {
        notices::ChangeView view;
        view.is_there = true;
        view.notice = shown();
        return view;
    }
    notices::View operator()(const notices::PreferencesQuery& /*query*/) const {
        return notices::PreferencesView{Visibility::kVisible, {}};
    }
    notices::View operator()(const notices::PreferencesChange& change) const {
        return notices::PreferencesView{Visibility::kVisible, change.to};
    }
};

notices::View notices_of(const notices::Query& query) {
    return std::visit(NoticesOf{}, query);
}

/// The answer of the endpoint of that letter.
web::Response answer(std::uint8_t letter, const web::Request& request) {
    const auto ask = [&](const auto& endpoint, const auto& view_of) {
        return endpoints::test::answer_one(endpoint, request, verification_of(request.authorization), view_of);
    };
    constexpr unsigned kEndpoints = 14;
    switch ((letter + kEndpoints * 10U - 'a') % kEndpoints) {
        case 0:
            return ask(endpoints::Like{Action::kPut, limit()}, outcome_of);
        case 1:
            return ask(endpoints::Like{Action::kTakeBack, limit()}, outcome_of);
        case 2:
            return ask(endpoints::React{Action::kPut, catalog(), limit()}, outcome_of);
        case 3:
            return ask(endpoints::React{Action::kTakeBack, catalog(), limit()}, outcome_of);
        case 4:
            return ask(endpoints::ListLikers{}, likers_of);
        case 5:
            return ask(endpoints::ListReactions{catalog()}, message_of);
        case 6:
            return ask(endpoints::Screen{catalog()}, chat_of);
        case 7:
            return ask(endpoints::Changes{catalog()}, changes_of);
        case 8:
            return ask(endpoints::RealtimeToken{}, token_of);
        case 9:
            return ask(endpoints::Demo{}, demo_of);
        case 10:
            return ask(endpoints::Monitor{}, monitor_of);
        case 11:
            return ask(endpoints::Activity{analytics::Audience::kMembers, catalog(), limit(), [] { return kNow; }},
                       activity_of);
        case 12:
            return ask(endpoints::Rankings{catalog(), {}, limit()}, list_of);
        default:
            return ask(endpoints::Notices{limit()}, notices_of);
    }
}

}  // namespace

// The first byte, `a` to `n`, chooses the endpoint; then, a line each: verb, path, query, Authorization, If-None-Match,
// which is Accept as well; the rest is the body. Every answer is one of those in openapi.yaml, never 5xx, and its body
// is JSON, or a table, of bounded length.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    auto text = fuzz::text_of(data, size).substr(1);
    web::Request request;
    for (auto* const field :
         {&request.method, &request.path, &request.query, &request.authorization, &request.if_none_match}) {
        *field = fuzz::take_line(text);
    }
    request.accept = request.if_none_match;
    request.body = text;
    request.request_id = "4f2a";

    const auto response = answer(data[0], request);
    constexpr std::array kStatuses{200, 304, 400, 401, 403, 404, 405, 422};
    fuzz::require(std::find(kStatuses.begin(), kStatuses.end(), response.status) != kStatuses.end());
    if (response.status == 304) {
        fuzz::require(response.body.empty());
        return 0;
    }
    constexpr std::size_t kBucketBytes = 100;
    fuzz::require(response.body.size() <= 1024 + kBucketsMax * kBucketBytes + 16 * size);
    for (const auto& header : response.headers) fuzz::require(header.value.find_first_of("\r\n") == std::string::npos);
    if (response.headers.front().value.starts_with("text/csv")) {
        fuzz::require(response.body.ends_with("\r\n"));
        return 0;
    }
    rapidjson::Document body;
    body.Parse<rapidjson::kParseValidateEncodingFlag>(response.body.data(), response.body.size());
    fuzz::require(!body.HasParseError() && body.IsObject());
    return 0;
}
