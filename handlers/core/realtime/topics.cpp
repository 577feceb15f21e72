#include "realtime/topics.hpp"

#include <algorithm>

namespace likes::realtime {
namespace {

constexpr std::string_view kPrefix = "chats/";
constexpr std::string_view kSuffix = "/events";

}  // namespace

std::string events_topic(const Uuid& chat) {
    return std::string{kPrefix} + chat.to_string() + std::string{kSuffix};
}

std::optional<Uuid> chat_of_events_topic(std::string_view topic) {
    if (!topic.starts_with(kPrefix) || !topic.ends_with(kSuffix)) return std::nullopt;
    topic.remove_prefix(kPrefix.size());
    if (topic.size() < kSuffix.size()) return std::nullopt;
    topic.remove_suffix(kSuffix.size());
    if (std::any_of(topic.begin(), topic.end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
    return Uuid::parse(topic);
}

}  // namespace likes::realtime
