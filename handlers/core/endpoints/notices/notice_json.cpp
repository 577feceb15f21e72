#include "endpoints/notices/notice_json.hpp"

#include <variant>

#include "base/json.hpp"
#include "endpoints/cursor.hpp"
#include "notices/notice_json.hpp"

namespace likes::endpoints {
namespace {

using notices::put_notice;
using notices::put_unread;
using notices::ShownNotice;

void put_gone(JsonText& json, const Uuid& message, std::uint64_t sequence) {
    json.member("message_id", message.to_string());
    json.member("withdrawn", true);
    json.member("sequence", sequence);
}

void put_change(JsonText& json, const std::variant<ShownNotice, notices::GoneNotice>& change) {
    json.begin_object();
    if (const auto* const gone = std::get_if<notices::GoneNotice>(&change)) {
        put_gone(json, gone->message, gone->sequence);
    } else {
        put_notice(json, std::get<ShownNotice>(change));
    }
    json.end_object();
}

}  // namespace

std::string notice_list_json(const notices::ListView& view) {
    JsonText json;
    json.begin_object();
    json.begin_array("notices");
    for (const auto& shown : view.notices) {
        json.begin_object();
        put_notice(json, shown);
        json.end_object();
    }
    json.end_array();
    json.name("next_cursor");
    if (view.next) {
        json.value(std::string_view{format_cursor(*view.next)});
    } else {
        json.null();
    }
    put_unread(json, view.unread);
    json.member("sequence", view.sequence);
    json.end_object();
    return json.str();
}

std::string notice_changes_json(const notices::ChangesView& view) {
    JsonText json;
    json.begin_object();
    json.begin_array("changes");
    for (const auto& change : view.changes) put_change(json, change);
    json.end_array();
    json.member("next", view.next);
    json.member("more", view.more);
    put_unread(json, view.unread);
    json.end_object();
    return json.str();
}

std::string unread_json(const notices::Unread& unread) {
    JsonText json;
    json.begin_object();
    put_unread(json, unread);
    json.end_object();
    return json.str();
}

std::string seen_json(const notices::ChangeView& view) {
    JsonText json;
    json.begin_object();
    put_unread(json, view.unread);
    json.member("sequence", view.sequence);
    json.end_object();
    return json.str();
}

std::string read_json(const notices::ChangeView& view) {
    JsonText json;
    json.begin_object();
    put_notice(json, view.notice.value());
    put_unread(json, view.unread);
    json.end_object();
    return json.str();
}

std::string dismissed_json(const Uuid& message, const notices::ChangeView& view) {
    JsonText json;
    json.begin_object();
    put_gone(json, message, view.sequence);
    put_unread(json, view.unread);
    json.end_object();
    return json.str();
}

}  // namespace likes::endpoints
