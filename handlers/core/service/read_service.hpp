#pragma once

#include <functional>
#include <utility>

#include "config/config.hpp"
#include "ids/user_id.hpp"
#include "lanes/lanes.hpp"
#include "likes/chat_query.hpp"
#include "likes/likes_query.hpp"
#include "likes/message_view.hpp"

namespace likes::service {

/// Answers the queries of one kind, in lanes of batches. Thread-safe.
template <class Query, class View>
class ReadService {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit ReadService(const config::Config& config);

    /// Sees everything that was committed before the call. Throws lanes::Overloaded, store::Unavailable, or
    /// std::runtime_error for what should not happen.
    View read(Query query) {
        const auto hash = std::hash<UserId>{}(query.reader);
        return lanes_.submit(hash, std::move(query));
    }

  private:
    lanes::Lanes<Query, View> lanes_;
};

/// Who likes a message?
using LikesService = ReadService<LikesQuery, LikesView>;
/// Which reactions are on a message?
using ReactionsService = ReadService<MessageQuery, MessageView>;
/// What does a chat's screen show?
using ChatService = ReadService<ChatQuery, ChatView>;
/// What has changed in a chat?
using ChangesService = ReadService<ChangesQuery, ChangesView>;

template <>
LikesService::ReadService(const config::Config& config);
template <>
ReactionsService::ReadService(const config::Config& config);
template <>
ChatService::ReadService(const config::Config& config);
template <>
ChangesService::ReadService(const config::Config& config);

}  // namespace likes::service
