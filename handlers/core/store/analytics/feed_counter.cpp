#include "store/analytics/feed_counter.hpp"

#include <map>
#include <set>
#include <stdexcept>
#include <string_view>

#include "analytics/tally.hpp"
#include "base/text.hpp"
#include "base/user_id.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/feed_entry.hpp"
#include "store/analytics/counting_sql.hpp"

namespace likes::store {
namespace {

/// Rows that one statement deletes by a key of several columns. To plan it takes the server a time that grows faster
/// than the number of the keys.
constexpr std::size_t kKeysOfDelete = 200;

/// The ids of the rows that are counted next.
database::LiteralRows next_rows(database::Session& session) {
    auto& statement = session.prepare(sql_text::kOldestOfFeed);
    statement.setUInt64(1, FeedCounter::kRowsMax);
    database::ResultSet rows{statement.executeQuery()};
    database::LiteralRows ids;
    for (std::size_t bytes = 0; rows.next();) {
        bytes += rows.number(2);
        if (bytes > FeedCounter::kBytesMax && !ids.empty()) break;
        ids.add(rows.uuid(1));
    }
    return ids;
}

/// The rows that are still there, locked: id and entries.
std::map<Uuid, std::string> lock_rows(database::Session& session, const database::LiteralRows& ids) {
    std::map<Uuid, std::string> rows;
    for (const auto& text : ids.in(sql_text::kLockFeed)) {
        database::ResultSet found{session.query(text)};
        while (found.next()) rows.emplace(found.uuid(1), found.text(2));
    }
    return rows;
}

void note(const FeedEntry& entry, CountedPart& part) {
    part.changes += entry.entry.changes.size();
    if (entry.cause != Cause::kUsers && entry.cause != Cause::kImport) return;
    for (const auto& change : entry.entry.changes) ++(change.action == Action::kPut ? part.given : part.taken_back);
}

std::vector<FeedEntry> read_entries(const Uuid& feed_id, std::string_view text, CountedPart& part) {
    std::vector<FeedEntry> entries;
    for (const auto line : split(text, '\n')) {
        try {
            entries.push_back(parse_feed_entry(line));
            note(entries.back(), part);
        } catch (const std::runtime_error& fault) {
            part.unreadable.push_back({feed_id, fault.what()});
        }
    }
    return entries;
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
    database::LiteralRows keys;
    std::size_t count = 0;
    const auto end_statement = [&] {
        database::write(session, sql_text::kDeleteEmptyUserDays, std::exchange(keys, {}));
        count = 0;
    };
    for (const auto& [key, delta] : tally.days) {
        if (delta.given >= 0 && delta.received >= 0) continue;
        keys.add(key.chat, key.user, key.day);
        if (++count == kKeysOfDelete) end_statement();
    }
    end_statement();
}

void add_to_user_days(database::Session& session, const analytics::Tally& tally) {
    database::LiteralRows rows;
    for (const auto& [key, delta] : tally.days) rows.add(key.chat, key.user, key.day, delta.given, delta.received);
    database::write(session, sql_text::kAddToUserDays, rows);
    delete_empty_user_days(session, tally);
}

/// Counts those of the rows that are still there, and deletes them.
CountedPart count_rows(database::Session& session, const database::LiteralRows& ids) {
    CountedPart part;
    std::vector<FeedEntry> entries;
    database::LiteralRows counted;
    for (const auto& [id, text] : lock_rows(session, ids)) {
        for (auto& entry : read_entries(id, text, part)) entries.push_back(std::move(entry));
        counted.add(id);
        ++part.rows;
    }
    const auto tally = analytics::tally(entries, senders_of(session, entries));
    add_to_quarters(session, tally);
    add_to_user_days(session, tally);
    database::write(session, sql_text::kDeleteFeed, counted);
    return part;
}

}  // namespace

void FeedCounter::begin() {
    session_.transaction([](database::Session& session) { session.write(sql_text::kBeginCounting); });
}

CountedPart FeedCounter::count_some() {
    CountedPart part;
    session_.transaction([&](database::Session& session) {
        const auto ids = next_rows(session);
        part = ids.empty() ? CountedPart{} : count_rows(session, ids);
    });
    return part;
}

}  // namespace likes::store
