#pragma once

#include <span>
#include <vector>

#include "likes/chat_query.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// One view per query, in their order: one statement for all of them, and a second one if of some chat no message is
/// there that the reader may see. For the work of a session.
std::vector<ChatView> read_chats(Session& session, std::span<const ChatQuery> queries, const Window& window);

/// Answers what a chat's screen asks. Sees everything that was committed before the call. Owned by one lane.
class ChatReader {
  public:
    ChatReader(Session session, Window window) : session_{std::move(session)}, window_{window} {}

    /// One view per query, in their order. Throws what Session::read throws.
    std::vector<ChatView> read(std::span<const ChatQuery> queries);

  private:
    Session session_;
    Window window_;
};

}  // namespace likes::store
