#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "push/message.hpp"

namespace likes::push::test {

inline const Uuid kMessage = *Uuid::parse("22222222-2222-4222-8222-000000000001");
inline const Uuid kChat = *Uuid::parse("11111111-1111-4111-8111-111111111111");
constexpr Time kRaisedAt{std::chrono::seconds{1'800'000'000}};

/// Of one message to which people of these names have reacted.
inline Message message_of(std::vector<std::string> names, std::uint32_t actors, std::uint64_t reactions) {
    return {.tag = tag_of(kMessage),
            .message = kMessage,
            .chat = kChat,
            .actors = actors,
            .reactions = reactions,
            .names = std::move(names),
            .raised_at = kRaisedAt,
            .unread = {3, false}};
}

inline Message summary_of(std::size_t messages) {
    return {.tag = std::string{kSummaryTag}, .messages = messages, .raised_at = kRaisedAt, .unread = {100, true}};
}

}  // namespace likes::push::test
