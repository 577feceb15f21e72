#include "store/notices/feed_consumer.hpp"

#include <string_view>

#include "likes/feed_entry.hpp"

namespace likes::store {
namespace {

constexpr std::string_view kNotices = "notices";

/// What users have done, and who was erased. What was imported or corrected is nobody's news.
DoingsOfMessages doings_of(const std::vector<FeedEntry>& entries) {
    DoingsOfMessages doings;
    for (const auto& [outbox_id, cause, entry] : entries) {
        if (cause != Cause::kUsers && cause != Cause::kErasure) continue;
        auto& done = doings[entry.target.message];
        for (const auto& change : entry.changes) {
            done.named.emplace(entry.target.reaction, change.user);
            if (cause == Cause::kErasure) done.erased.insert(change.user);
        }
    }
    return doings;
}

}  // namespace

ConsumedPart FeedConsumer::consume_some() {
    ConsumedPart consumed;
    session_.transaction([&](database::Session& session) {
        const FeedPart part{session, kNotices, kPart};
        consumed = {.rows = part.rows(), .unreadable = part.unreadable()};
        if (part.rows() == 0) return;
        consumed.settled = settle_notices(session, doings_of(part.entries()), policy_);
        part.remove(session);
    });
    return consumed;
}

}  // namespace likes::store
