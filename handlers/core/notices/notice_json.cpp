#include "notices/notice_json.hpp"

#include <string_view>

#include "base/time.hpp"

namespace likes::notices {
namespace {

void put_newest(JsonText& json, const ShownNotice& shown) {
    json.begin_array("newest");
    for (const auto& [user, name, reaction] : shown.newest) {
        const bool has_name = name && !name->empty();
        json.begin_object();
        json.member("user_id", std::string_view{user.str()});
        json.member("name", std::string_view{has_name ? *name : user.str()});
        json.member("reaction", std::string_view{reaction.code()});
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void put_notice(JsonText& json, const ShownNotice& shown) {
    const auto& notice = shown.notice;
    json.member("message_id", std::string_view{shown.message.to_string()});
    json.member("chat_id", std::string_view{notice.chat.to_string()});
    json.member("actors", notice.standing.actors);
    put_newest(json, shown);
    json.begin_object("reactions");
    for (const auto& [reaction, count] : notice.standing.reactions) json.member(reaction.code(), count);
    json.end_object();
    json.member("new", notice.new_since_read);
    json.member("is_read", notice.is_read);
    json.member("raised_at", std::string_view{to_rfc3339(notice.raised_at)});
    json.member("sequence", notice.sequence);
}

void put_unread(JsonText& json, const Unread& unread) {
    json.member("unread", unread.count);
    json.member("unread_capped", unread.is_capped);
}

}  // namespace likes::notices
