#pragma once

#include <string>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/chat_query.hpp"
#include "time/time.hpp"

namespace likes {

/// What one reader asks of one chat: its newest messages, `limit` of them or fewer.
struct TranscriptQuery {
    Uuid chat;
    UserId reader;
    std::size_t limit;
};

/// A message as it was written.
struct Post {
    Uuid message;
    UserId sender;
    /// UTF-8.
    std::string body;
    Time created_at;
};

struct Transcript {
    ChatVerdict verdict = ChatVerdict::kNoSuchChat;
    /// Oldest first; empty unless kFound.
    std::vector<Post> posts;
};

}  // namespace likes
