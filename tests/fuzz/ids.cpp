#include <algorithm>
#include <string>
#include <string_view>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "fuzz/fuzz.hpp"
#include "realtime/topics.hpp"

using namespace likes;

// Ids, and the topics of a chat's events and of a user's notices.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto id = Uuid::parse(text)) {
        fuzz::require(text.size() == 36 && Uuid::parse(id->to_string()) == id);
    }
    if (const auto user = UserId::parse(text)) {
        fuzz::require(user->str() == text && user->str().find_first_of(" ,#\"\\'") == std::string::npos);
        const auto topic = realtime::notices_topic(*user);
        fuzz::require(std::count(topic.begin(), topic.end(), '/') == 2 &&
                      realtime::user_of_notices_topic(topic) == user);
    }
    // Exactly the text that we would write, and so never one with a wildcard.
    if (const auto chat = realtime::chat_of_events_topic(text)) {
        fuzz::require(realtime::events_topic(*chat) == text && text.find_first_of("+#$") == std::string_view::npos);
    }
    if (const auto user = realtime::user_of_notices_topic(text)) {
        fuzz::require(realtime::notices_topic(*user) == text && text.find_first_of("+#$") == std::string_view::npos);
    }
    return 0;
}
