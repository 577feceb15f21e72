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

/// Both throw std::runtime_error unless the answer is 200 with that body.
LikeState like_state(const HttpResponse& response);
LikeList like_list(const HttpResponse& response);

std::string like_path(const std::string& message);
std::string likes_path(const std::string& message);

/// A signed-in user with a connection. Not thread-safe: each thread takes one of its own.
class Caller {
  public:
    explicit Caller(const std::string& user);

    const std::string& user() const { return user_; }

    /// The answer, whatever it is.
    HttpResponse post(const std::string& message);
    HttpResponse del(const std::string& message);
    HttpResponse get(const std::string& message, const std::string& query = {},
                     const std::vector<std::string>& headers = {});

    /// The state; throw std::runtime_error unless the answer is 200.
    LikeState like(const std::string& message) { return like_state(post(message)); }
    LikeState unlike(const std::string& message) { return like_state(del(message)); }
    LikeList likes(const std::string& message, const std::string& query = {}) { return like_list(get(message, query)); }

  private:
    HttpResponse send(const std::string& method, const std::string& target,
                      const std::vector<std::string>& headers = {});

    std::string user_;
    std::string authorization_;
    HttpClient client_;
};

}  // namespace likes::test
