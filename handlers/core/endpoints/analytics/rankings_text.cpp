#include "endpoints/analytics/rankings_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"
#include "endpoints/analytics/csv.hpp"
#include "web/etag.hpp"

namespace likes::endpoints {
namespace {

using analytics::Kind;
using analytics::RankingQuery;
using analytics::RankingView;

void put_or_null(JsonText& json, std::string_view name, const std::optional<Time>& time) {
    json.name(name);
    if (time) {
        json.value(to_rfc3339(*time));
    } else {
        json.null();
    }
}

void put_messages(JsonText& json, const RankingView& view) {
    json.begin_array("messages");
    for (const auto& entry : view.messages) {
        const std::string id = entry.message.to_string();
        json.begin_object();
        json.member("rank", entry.rank);
        json.member("message_id", id);
        json.member("id", id);
        json.member("sender_id", entry.sender.str());
        json.member("created_at", to_rfc3339(entry.created_at));
        json.member("count", entry.count);
        json.begin_object("reactions");
        for (const auto& [reaction, count] : entry.reactions) json.member(reaction.code(), count);
        json.end_object();
        json.end_object();
    }
    json.end_array();
}

void put_users(JsonText& json, const RankingView& view) {
    json.begin_array("users");
    for (const auto& entry : view.users) {
        json.begin_object();
        json.member("rank", entry.rank);
        json.member("user_id", entry.user.str());
        json.member("count", entry.count);
        json.end_object();
    }
    json.end_array();
    json.begin_object("me");
    json.name("rank");
    if (view.own.rank) {
        json.value(*view.own.rank);
    } else {
        json.null();
    }
    json.member("count", view.own.count);
    json.end_object();
}

void put_chats(JsonText& json, const RankingView& view) {
    json.begin_array("chats");
    for (const auto& entry : view.chats) {
        json.begin_object();
        json.member("rank", entry.rank);
        json.member("chat_id", entry.chat.to_string());
        json.member("count", entry.count);
        json.end_object();
    }
    json.end_array();
}

/// All but `as_of`, which comes last.
void put_list(JsonText& json, const RankingQuery& query, const RankingView& view) {
    const auto& key = query.key;
    if (query.subject.chat) json.member("chat_id", query.subject.chat->to_string());
    json.member("span", code_of(key.span));
    put_or_null(json, "from", view.from);
    if (key.kind == Kind::kMessages) {
        json.member("reaction", analytics::code_of(key.reaction));
        put_messages(json, view);
    } else if (key.kind == Kind::kChats) {
        put_chats(json, view);
    } else {
        json.member("by", code_of(key.kind));
        put_users(json, view);
    }
}

CsvTable table_of(Kind kind, const RankingView& view) {
    CsvTable table;
    if (kind == Kind::kMessages) {
        table.add("rank", "message_id", "sender_id", "created_at", "count");
        for (const auto& entry : view.messages) {
            table.add(entry.rank, entry.message.to_string(), entry.sender.str(), to_rfc3339(entry.created_at),
                      entry.count);
        }
    } else if (kind == Kind::kChats) {
        table.add("rank", "chat_id", "count");
        for (const auto& entry : view.chats) table.add(entry.rank, entry.chat.to_string(), entry.count);
    } else {
        table.add("rank", "user_id", "count");
        for (const auto& entry : view.users) table.add(entry.rank, entry.user.str(), entry.count);
    }
    return table;
}

/// `messages-7d`, `given-7d`: the name of a file.
std::string name_of(const analytics::ListKey& key) {
    return std::string{code_of(key.kind)} + '-' + std::string{code_of(key.span)};
}

web::Response not_yet(web::Response response) {
    response.status = 202;
    response.headers.push_back({"Retry-After", "2"});
    return response;
}

}  // namespace

web::Response ranking_response(const web::Request& request, const RankingQuery& query, const RankingView& view) {
    if (query.as_table) {
        auto table = by_format(csv(table_of(query.key.kind, view), name_of(query.key)));
        return view.as_of ? web::with_etag(std::move(table), request.if_none_match) : not_yet(std::move(table));
    }
    JsonText json;
    json.begin_object();
    put_list(json, query, view);
    const std::string meaning = json.str();
    put_or_null(json, "as_of", view.as_of);
    json.end_object();
    auto response = by_format(web::json(json.str()));
    if (!view.as_of) return not_yet(std::move(response));
    return web::with_weak_etag(std::move(response), meaning, request.if_none_match);
}

}  // namespace likes::endpoints
