#include "store/feed_rows.hpp"

#include <algorithm>
#include <cstddef>

#include "likes/event.hpp"
#include "likes/feed_entry.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// The length of a row, unless a single entry has more.
constexpr std::size_t kFeedRowBytes = std::size_t{256} * 1024;

}  // namespace

void FeedRows::add(const Uuid& outbox_id, Cause cause, std::string_view entry) {
    if (feed_.consumers.empty()) return;
    const auto line = format_feed_entry(outbox_id, cause, entry);
    if (entries_.size() + line.size() >= kFeedRowBytes) end_row();
    if (!entries_.empty()) entries_ += '\n';
    entries_ += line;
}

void FeedRows::add(Cause cause, const Uuid& chat, const MessageReaction& target, std::span<const Change> changes) {
    if (feed_.consumers.empty()) return;
    if (!own_id_) own_id_ = make_uuid_v7(feed_.clock(), feed_.random);
    while (!changes.empty()) {
        const auto some = changes.first(std::min(changes.size(), kBatchChangesMax));
        add(*own_id_, cause, format_entry(chat, target, some));
        changes = changes.subspan(some.size());
    }
}

void FeedRows::write(database::Session& session) {
    end_row();
    database::write(session, sql_text::kInsertFeed, rows_);
}

void FeedRows::end_row() {
    if (entries_.empty()) return;
    const auto id = make_uuid_v7(feed_.clock(), feed_.random);
    for (const auto& consumer : feed_.consumers) {
        rows_.add(std::string_view{consumer}, id, std::string_view{entries_});
    }
    entries_.clear();
}

}  // namespace likes::store
