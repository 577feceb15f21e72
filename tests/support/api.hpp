#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"

namespace likes::test {

/// What POST and DELETE answer, and what GET answers beside its page.
struct LikeState {
    std::string message_id;
    std::uint64_t likes_count;
    std::vector<std::string> liked_by;
    std::optional<std::string> liked_at;
    bool is_liked;
    bool is_liked_by_user;
    bool truncated;
    std::uint64_t version;
};

struct LikeList {
    LikeState state;
    /// User and time.
    std::vector<std::pair<std::string, std::string>> likes;
    std::optional<std::string> next_cursor;
};

/// A like state that says of which reaction.
struct ReactionState {
    std::string reaction;
    std::string emoji;
    LikeState state;
    /// Of the answer to PUT and DELETE.
    std::vector<std::string> replaced = {};
};

/// What a button under a message shows.
struct ReactionButton {
    std::string reaction;
    std::string emoji;
    std::uint64_t likes_count;
    bool is_liked;
    std::uint64_t version;

    bool operator==(const ReactionButton&) const = default;
};

/// A message on a screen.
struct MessageState {
    LikeState like;
    std::vector<ReactionButton> reactions;

    /// Throws std::out_of_range if there is none of that code.
    const ReactionButton& button(const std::string& reaction) const;
};

struct Screen {
    std::vector<MessageState> messages;
    std::vector<std::string> not_found;
};

/// A part of what changed in a chat.
struct ChatChanges {
    std::vector<MessageState> changed;
    std::vector<std::string> deleted;
    std::string next;
    bool more;
};

/// Each throws std::runtime_error unless the answer is 200 with that body; those of reactions and chats also if it has
/// any other member.
LikeState like_state(const HttpResponse& response);
LikeList like_list(const HttpResponse& response);
ReactionState reaction_state(const HttpResponse& response);
std::vector<ReactionState> message_reactions(const HttpResponse& response);
Screen screen(const HttpResponse& response);
ChatChanges chat_changes(const HttpResponse& response);

std::string like_path(const std::string& message);
std::string likes_path(const std::string& message);
/// `reaction` as it stands in the path.
std::string reaction_path(const std::string& message, const std::string& reaction);
std::string reactions_path(const std::string& message);
std::string screen_path(const std::string& chat, const std::vector<std::string>& messages);
std::string changes_path(const std::string& chat, const std::string& query = {});

/// Each byte as %XX.
std::string percent_encoded(const std::string& bytes);

/// The reactions of an instance that was not told others.
struct KnownReaction {
    std::string code;
    std::string emoji;
};
const std::vector<KnownReaction>& known_reactions();

/// A signed-in user with a connection. Not thread-safe: each thread takes one of its own.
class Caller {
  public:
    explicit Caller(const std::string& user);

    const std::string& user() const { return user_; }

    /// From now on it is that user who calls, over the same connection.
    void become(const std::string& user);

    /// The answer, whatever it is.
    HttpResponse post(const std::string& message);
    HttpResponse del(const std::string& message);
    HttpResponse get(const std::string& message, const std::string& query = {},
                     const std::vector<std::string>& headers = {});

    /// The state; throw std::runtime_error unless the answer is 200.
    LikeState like(const std::string& message) { return like_state(post(message)); }
    LikeState unlike(const std::string& message) { return like_state(del(message)); }
    LikeList likes(const std::string& message, const std::string& query = {}) { return like_list(get(message, query)); }

    /// The same for reactions, which are named by code.
    ReactionState react(const std::string& message, const std::string& reaction) {
        return reaction_state(send("PUT", reaction_path(message, reaction)));
    }
    ReactionState unreact(const std::string& message, const std::string& reaction) {
        return reaction_state(send("DELETE", reaction_path(message, reaction)));
    }
    std::vector<ReactionState> reactions(const std::string& message) {
        return message_reactions(send("GET", reactions_path(message)));
    }

    /// And for chats.
    Screen screen(const std::string& chat, const std::vector<std::string>& messages) {
        return test::screen(send("GET", screen_path(chat, messages)));
    }
    ChatChanges changes(const std::string& chat, const std::string& query = {}) {
        return chat_changes(send("GET", changes_path(chat, query)));
    }

    /// Any other call as that user.
    HttpResponse send(const std::string& method, const std::string& target,
                      const std::vector<std::string>& headers = {});

  private:
    std::string user_;
    std::string authorization_;
    HttpClient client_;
};

}  // namespace likes::test
