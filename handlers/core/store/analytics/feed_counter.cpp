#include "store/analytics/feed_counter.hpp"

#include <set>
#include <string_view>

#include "analytics/tally.hpp"
#include "base/user_id.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/feed_entry.hpp"
#include "store/analytics/counting_sql.hpp"
#include "store/portions.hpp"

namespace likes::store {
namespace {

constexpr std::string_view kAnalytics = "analytics";

void note(const FeedEntry& entry, CountedPart& part) {
    part.changes += entry.entry.changes.size();
    if (entry.cause != Cause::kUsers && entry.cause != Cause::kImport) return;
    for (const auto& change : entry.entry.changes) ++(change.action == Action::kPut ? part.given : part.taken_back);
}

analytics::Senders senders_of(database::Session& session, const std::vector<FeedEntry>& entries) {
    std::set<Uuid> messages;
    for (const auto& entry : entries) messages.insert(entry.entry.target.message);
    database::LiteralRows asked;
    for (const auto& message : messages) asked.add(message);
    analytics::Senders senders;
    for (const auto& text : asked.in(sql_text::kSenders)) {
        database::ResultSet rows{session.query(text)};
        while (rows.next()) {
            // A name that the chat backend has given somebody who can have no token is nobody's.
            if (auto sender = UserId::parse(rows.text(2))) senders.emplace(rows.uuid(1), *std::move(sender));
        }
    }
    return senders;
}

void add_to_quarters(database::Session& session, const analytics::Tally& tally) {
    database::LiteralRows rows;
    for (const auto& [key, delta] : tally.quarters) {
        rows.add(key.chat, std::string_view{key.reaction}, key.quarter, delta.given, delta.taken_back);
    }
    database::write(session, sql_text::kAddToQuarters, rows);
}

/// A row that had fewer than it has now is not looked at again. If it was below zero, because a reaction was taken back
/// before it came, and is empty now, it goes when the day is folded.
void delete_empty_user_days(database::Session& session, const analytics::Tally& tally) {
    Portions keys;
    for (const auto& [key, delta] : tally.days) {
        if (delta.given < 0 || delta.received < 0) keys.add(key.chat, key.user, key.day);
    }
    keys.write(session, sql_text::kDeleteEmptyUserDays);
}

void add_to_user_days(database::Session& session, const analytics::Tally& tally) {
    database::LiteralRows rows;
    for (const auto& [key, delta] : tally.days) rows.add(key.chat, key.user, key.day, delta.given, delta.received);
    database::write(session, sql_text::kAddToUserDays, rows);
    delete_empty_user_days(session, tally);
}

/// Counts the changes of the part, and deletes it.
CountedPart count(database::Session& session, const FeedPart& part) {
    CountedPart counted{.rows = part.rows(), .unreadable = part.unreadable()};
    for (const auto& entry : part.entries()) note(entry, counted);
    const auto tally = analytics::tally(part.entries(), senders_of(session, part.entries()));
    add_to_quarters(session, tally);
    add_to_user_days(session, tally);
    part.remove(session);
    return counted;
}

}  // namespace

void FeedCounter::begin() {
    session_.transaction([](database::Session& session) { session.write(sql_text::kBeginCounting); });
}

CountedPart FeedCounter::count_some() {
    CountedPart part;
    session_.transaction([&](database::Session& session) {
        const FeedPart taken{session, kAnalytics, kPart};
        part = taken.rows() == 0 ? CountedPart{} : count(session, taken);
    });
    return part;
}

}  // namespace likes::store
