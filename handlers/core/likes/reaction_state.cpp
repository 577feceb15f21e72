#include "likes/reaction_state.hpp"

#include <algorithm>
#include <string>

namespace likes {

Snapshot snapshot_of(const Summary& summary, const RecentLikersLimit& recent_limit) {
    const std::size_t named = std::min(summary.recent.size(), recent_limit.liked_by_max);
    Snapshot snapshot{summary.total, summary.version, summary.last_reacted_at, {}, named < summary.total};
    snapshot.liked_by.reserve(named);
    for (std::size_t i = summary.recent.size() - named; i < summary.recent.size(); ++i) {
        snapshot.liked_by.push_back(summary.recent[i].user);
    }
    return snapshot;
}

void put_message_id(JsonText& json, const Uuid& message) {
    const std::string id = message.to_string();
    json.member("message_id", id);
    json.member("id", id);
}

void put_snapshot(JsonText& json, const Snapshot& snapshot) {
    json.member("likes_count", snapshot.total);
    json.begin_array("liked_by");
    for (const auto& user : snapshot.liked_by) json.value(user.str());
    json.end_array();
    json.name("liked_at");
    if (snapshot.last_reacted_at) {
        json.value(to_rfc3339(*snapshot.last_reacted_at));
    } else {
        json.null();
    }
    json.member("liked_by_truncated", snapshot.truncated);
    json.member("version", snapshot.version);
}

}  // namespace likes
