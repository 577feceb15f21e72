#include "notices/event.hpp"

#include <string_view>

#include "base/json.hpp"
#include "notices/notice_json.hpp"

namespace likes::notices {
namespace {

/// Writes what is particular to each kind of event.
struct Writer {
    JsonText& json;

    void operator()(const Raised& raised) const {
        begin("notice_raised");
        put_notice(json, raised.notice);
    }
    void operator()(const Changed& changed) const {
        begin("notice_changed");
        put_notice(json, changed.notice);
    }
    void operator()(const Withdrawn& withdrawn) const {
        begin("notice_withdrawn");
        json.member("message_id", std::string_view{withdrawn.message.to_string()});
        json.member("chat_id", std::string_view{withdrawn.chat.to_string()});
        json.member("sequence", withdrawn.sequence);
    }
    void operator()(const Seen& seen) const {
        begin("notices_seen");
        json.member("sequence", seen.sequence);
    }

  private:
    void begin(std::string_view type) const {
        json.member("type", type);
        json.begin_object("payload");
    }
};

}  // namespace

std::string to_json(const Event& event) {
    JsonText json;
    json.begin_object();
    std::visit(Writer{json}, event.what);
    put_unread(json, event.unread);
    json.end_object();
    json.end_object();
    return json.str();
}

}  // namespace likes::notices
