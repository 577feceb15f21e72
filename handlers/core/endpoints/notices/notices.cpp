#include "endpoints/notices/notices.hpp"

#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "endpoints/cursor.hpp"
#include "endpoints/notices/notice_json.hpp"
#include "endpoints/notices/preferences_json.hpp"
#include "endpoints/require.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {
namespace {

constexpr std::string_view kPath = "/api/v1/notices";
constexpr std::string_view kRead = "/read";
constexpr std::array<std::string_view, 4> kMethods{"GET", "POST", "PUT", "DELETE"};
constexpr std::array<std::string_view, 2> kMethodsOfPreferences{"GET", "PUT"};
constexpr std::array<std::string_view, 3> kMethodsOfChatPreferences{"GET", "PUT", "DELETE"};

web::Problem no_such_notice() {
    return {404, "There is no such notice."};
}

bool require_flag(const web::Query& parameters, std::string_view name) {
    const auto text = parameters.get(name).value_or("false");
    if (text == "true") return true;
    if (text == "false") return false;
    throw web::Problem{400, "The parameter '" + std::string{name} + "' must be true or false."};
}

notices::ListQuery list_query(const web::Request& request, UserId caller) {
    const auto parameters = web::Query::parse(request.query, {"limit", "cursor", "unread"});
    notices::ListQuery query{std::move(caller),
                             parameters.number("limit", 1, Notices::kLimitMax, Notices::kListLimitDefault),
                             require_flag(parameters, "unread"), std::nullopt};
    if (const auto cursor = parameters.get("cursor")) query.before = require_cursor(*cursor);
    return query;
}

notices::ChangesQuery changes_query(const web::Request& request, UserId caller) {
    const auto parameters = web::Query::parse(request.query, {"since", "limit"});
    notices::ChangesQuery query{std::move(caller), std::nullopt,
                                parameters.number("limit", 1, Notices::kLimitMax, Notices::kChangesLimitDefault)};
    if (const auto since = parameters.get("since")) {
        query.since = parse_number<std::uint64_t>(*since);
        if (!query.since) throw web::Problem{400, "The parameter 'since' must be a sequence number."};
    }
    return query;
}

void require_no_parameters(const web::Request& request) {
    web::Query::parse(request.query, {});
}

notices::See require_seen(std::string_view body) {
    rapidjson::Document document;
    const auto* const sequence = parse_strict_object(body, document) && document.MemberCount() == 1
                                     ? find_member(document, "sequence")
                                     : nullptr;
    if (sequence == nullptr || !sequence->IsUint64()) {
        throw web::Problem{400, "The body must be {\"sequence\":…} with the sequence number of what was seen."};
    }
    return {sequence->GetUint64()};
}

/// The id in `/{message_id}{end}`.
Uuid require_notice_id(std::string_view tail, std::string_view end) {
    tail.remove_prefix(1);
    tail.remove_suffix(end.size());
    const auto id = Uuid::parse(tail);
    if (!id) throw web::Problem{400, "The message id must be a UUID."};
    return *id;
}

/// What is below `/api/v1/notices`, from its slash on. Throws Problem 404 for another path.
std::string_view require_tail(std::string_view path) {
    if (!path.starts_with(kPath)) throw no_such_resource();
    path.remove_prefix(kPath.size());
    if (!path.empty() && (path.front() != '/' || path.size() == 1)) throw no_such_resource();
    return path;
}

web::Response render_change(const notices::Change& change, const notices::ChangeView& view) {
    if (!view.is_there) throw no_such_notice();
    if (const auto* const dismissal = std::get_if<notices::Dismiss>(&change.what)) {
        return web::json(dismissed_json(dismissal->message, view));
    }
    return web::json(std::holds_alternative<notices::Read>(change.what) ? read_json(view) : seen_json(view));
}

std::string preferences_text(const std::optional<Uuid>& chat, const notices::PreferencesView& view) {
    require_visible_chat(view.visibility);
    return preferences_json(view.preferences, chat ? Scope::kChat : Scope::kEverywhere);
}

/// Renders the view of each kind of query.
struct Renderer {
    const web::Request& request;
    const notices::View& view;

    web::Response operator()(const notices::ListQuery& /*query*/) const {
        return with_tag(notice_list_json(std::get<notices::ListView>(view)));
    }
    web::Response operator()(const notices::ChangesQuery& /*query*/) const {
        const auto& changes = std::get<notices::ChangesView>(view);
        if (changes.is_since_ahead) {
            throw web::Problem{400, "The sequence number 'since' is of a state that the service no longer has."};
        }
        return with_tag(notice_changes_json(changes));
    }
    web::Response operator()(const notices::UnreadQuery& /*query*/) const {
        return with_tag(unread_json(std::get<notices::Unread>(view)));
    }
    web::Response operator()(const notices::Change& change) const {
        return render_change(change, std::get<notices::ChangeView>(view));
    }
    web::Response operator()(const notices::PreferencesQuery& query) const {
        return with_tag(preferences_text(query.chat, std::get<notices::PreferencesView>(view)));
    }
    web::Response operator()(const notices::PreferencesChange& change) const {
        return web::json(preferences_text(change.chat, std::get<notices::PreferencesView>(view)));
    }

    web::Response with_tag(std::string body) const {
        return web::with_etag(web::json(std::move(body)), request.if_none_match);
    }
};

/// Whose query it is.
struct UserOf {
    const UserId& operator()(const notices::ListQuery& query) const { return query.reader; }
    const UserId& operator()(const notices::ChangesQuery& query) const { return query.reader; }
    const UserId& operator()(const notices::UnreadQuery& query) const { return query.reader; }
    const UserId& operator()(const notices::Change& change) const { return change.recipient; }
    const UserId& operator()(const notices::PreferencesQuery& query) const { return query.user; }
    const UserId& operator()(const notices::PreferencesChange& change) const { return change.user; }
};

}  // namespace

std::span<const std::string_view> Notices::method() {
    return kMethods;
}

Notices::Query Notices::parse(const web::Request& request, UserId caller) const {
    if (request.path.starts_with("/api/v1/chats/")) return parse_of_chat(request, std::move(caller));
    const auto tail = require_tail(request.path);
    if (tail == "/preferences") return parse_preferences(request, std::move(caller));
    if (tail.empty() || tail == "/changes" || tail == "/unread") return parse_reading(request, tail, std::move(caller));
    return parse_change(request, tail, std::move(caller));
}

Notices::Query Notices::parse_reading(const web::Request& request, std::string_view tail, UserId caller) {
    require_method(request, "GET");
    if (tail == "/changes") return changes_query(request, std::move(caller));
    if (tail.empty()) return list_query(request, std::move(caller));
    require_no_parameters(request);
    return notices::UnreadQuery{std::move(caller)};
}

Notices::Query Notices::parse_change(const web::Request& request, std::string_view tail, UserId caller) const {
    if (tail == "/seen") {
        require_method(request, "POST");
        return changing(notices::Change{std::move(caller), require_seen(request.body)});
    }
    if (tail.size() > kRead.size() && tail.ends_with(kRead)) {
        require_method(request, "PUT");
        return changing(notices::Change{std::move(caller), notices::Read{require_notice_id(tail, kRead)}});
    }
    require_method(request, "DELETE");
    return changing(notices::Change{std::move(caller), notices::Dismiss{require_notice_id(tail, "")}});
}

Notices::Query Notices::parse_preferences(const web::Request& request, UserId caller) const {
    require_method(request, kMethodsOfPreferences);
    if (request.method == "GET") {
        require_no_parameters(request);
        return notices::PreferencesQuery{std::move(caller), std::nullopt};
    }
    const auto to = require_preferences(request.body, Scope::kEverywhere);
    return changing(notices::PreferencesChange{std::move(caller), std::nullopt, to});
}

Notices::Query Notices::parse_of_chat(const web::Request& request, UserId caller) const {
    const Uuid chat = require_chat_id(request, "/notices/preferences");
    require_method(request, kMethodsOfChatPreferences);
    if (request.method == "GET") {
        require_no_parameters(request);
        return notices::PreferencesQuery{std::move(caller), chat};
    }
    notices::Preferences to;
    if (request.method == "PUT") to = require_preferences(request.body, Scope::kChat);
    return changing(notices::PreferencesChange{std::move(caller), chat, to});
}

Notices::Query Notices::changing(Query query) const {
    require_within(*limit_, std::visit(UserOf{}, query));
    return query;
}

std::size_t Notices::lane_hash(const Query& query) {
    return std::hash<UserId>{}(std::visit(UserOf{}, query));
}

web::Response Notices::render(const web::Request& request, const Query& query, const notices::View& view) {
    return std::visit(Renderer{request, view}, query);
}

}  // namespace likes::endpoints
