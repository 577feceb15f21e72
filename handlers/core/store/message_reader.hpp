#pragma once

#include <span>
#include <vector>

#include "likes/message_view.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// One view per query, in their order, in one statement. For the work of a session.
std::vector<MessageView> read_messages(Session& session, std::span<const MessageQuery> queries, const Window& window);

/// Answers batches of queries. Sees everything that was committed before the call. Owned by one lane.
class MessageReader {
  public:
    MessageReader(Session session, Window window) : session_{std::move(session)}, window_{window} {}

    /// One view per query, in their order. Throws what Session::read throws.
    std::vector<MessageView> read(std::span<const MessageQuery> queries);

  private:
    Session session_;
    Window window_;
};

}  // namespace likes::store
