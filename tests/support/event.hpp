#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace likes::test {

/// A message as the broker delivered it.
struct Delivered {
    std::string topic;
    std::string payload;
    int qos = 0;
    bool retained = false;
    std::string content_type;
    /// By name.
    std::map<std::string, std::string> user_properties = {};
};

/// An event of the contract.
struct LikeEvent {
    std::string type;
    std::string chat_id;
    std::string message_id;
    /// `like` in the events of likes, which do not say it.
    std::string reaction;
    std::uint64_t likes_count;
    std::vector<std::string> liked_by;
    std::optional<std::string> liked_at;
    bool truncated;
    std::uint64_t version;
    /// Who did it, and whether they like the message since.
    std::vector<std::pair<std::string, bool>> changes;
    /// Of the topic and the payload.
    std::size_t bytes = 0;
};

/// Throws std::runtime_error unless the payload has exactly the members of the contract.
LikeEvent like_event(const Delivered& delivered);

/// All changes that the events tell of, in the order of arrival.
std::vector<std::pair<std::string, bool>> changes_of(const std::vector<LikeEvent>& events);

/// What a client of the contract holds of one reaction on one message after these events: it takes an event only if its
/// version is greater than the one it holds, and learns from the changes of those who likes the message. Who likes it
/// is told by the newest version that names the user: an event that a later one has overtaken is good for that.
struct ClientView {
    std::uint64_t version = 0;
    std::uint64_t likes_count = 0;
    std::vector<std::string> liked_by;
    /// Whoever was named, and whether they like the message since.
    std::map<std::string, bool> flags;
};
ClientView view_of(const std::vector<LikeEvent>& events, const std::string& message,
                   const std::string& reaction = "like");

}  // namespace likes::test
