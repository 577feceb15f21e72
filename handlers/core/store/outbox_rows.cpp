#include "store/outbox_rows.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "likes/event.hpp"
#include "store/chat_changes.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// A row that has reached this length takes no further entry.
constexpr std::size_t kOutboxRowBytes = std::size_t{128} * 1024;

/// A row of the outbox, without its id.
struct LockedRow {
    Cause cause;
    bool is_recorded;
    std::string entries;
};

/// The locked rows by their ids.
std::map<Uuid, LockedRow> lock_rows(database::Session& session, const database::RowsStatement& statement,
                                    const database::LiteralRows& ids) {
    std::map<Uuid, LockedRow> rows;
    for (const auto& text : ids.in(statement)) {
        database::ResultSet found{session.query(text)};
        while (found.next()) {
            rows.emplace(found.uuid(1), LockedRow{static_cast<Cause>(found.number(2)), found.flag(3), found.text(4)});
        }
    }
    return rows;
}

/// The entries of the row that are not about one of the targets. Hands on those that are, unless they were handed on
/// when the row was recorded. An entry that cannot be read is nobody's, and stays.
std::string take_out(const Uuid& id, const LockedRow& row, const std::set<MessageReaction>& targets, FeedRows& feed) {
    std::string rest;
    for (const auto line : split(row.entries, '\n')) {
        const auto entry = read_entry(line);
        if (entry && targets.contains(entry->target)) {
            if (!row.is_recorded) feed.add(id, row.cause, line);
            continue;
        }
        if (!rest.empty()) rest += '\n';
        rest += line;
    }
    return rest;
}

/// The chats that a statement knows of these messages.
std::unordered_map<Uuid, Uuid> find_chats(database::Session& session, std::string_view sql,
                                          std::span<const MessageReaction> targets) {
    database::BatchParameters rows;
    for (const auto& target : targets) rows.add(target.message);
    std::unordered_map<Uuid, Uuid> chats;
    database::ResultSet found = select(session, sql, rows);
    while (found.next()) chats.emplace(targets[found.item(1)].message, found.uuid(2));
    return chats;
}

}  // namespace

std::unordered_map<Uuid, Uuid> chats_of(database::Session& session, std::span<const MessageReaction> targets) {
    return find_chats(session, sql_text::kChatsOfMessages, targets);
}

std::unordered_map<Uuid, Uuid> chats_of_any(database::Session& session, std::span<const MessageReaction> targets) {
    return find_chats(session, sql_text::kChatsOfAnyMessages, targets);
}

Uuid chat_or(const std::unordered_map<Uuid, Uuid>& chats, const Uuid& message, const Uuid& otherwise) {
    const auto found = chats.find(message);
    return found == chats.end() ? otherwise : found->second;
}

Uuid OutboxRows::add(const Uuid& chat, const MessageReaction& target, std::span<const Change> changes) {
    if (entries_.size() >= kOutboxRowBytes || last_target_ == target) end_row();
    if (!id_) id_ = make_uuid_v7(now_, random_);
    if (!entries_.empty()) entries_ += '\n';
    entries_ += format_entry(chat, target, changes);
    last_target_ = target;
    return *id_;
}

void OutboxRows::end_row() {
    if (id_) rows_.add(*id_, static_cast<std::uint32_t>(cause_), std::string_view{entries_});
    id_.reset();
    entries_.clear();
    last_target_.reset();
}

void OutboxRows::write(database::Session& session) {
    end_row();
    database::write(session, sql_text::kInsertOutbox, rows_);
}

void add_for_next_event(OutboxRows& rows, const Uuid& chat, const MessageReaction& target,
                        std::span<const Change> changes, Summary& summary) {
    do {
        const auto some = changes.first(std::min(changes.size(), kBatchChangesMax));
        const auto id = rows.add(chat, target, some);
        // A batch without changes is not kept in the summary; its entry in the outbox is enough for the relay.
        if (!some.empty()) keep_for_next_event(summary, {id, {some.begin(), some.end()}});
        changes = changes.subspan(some.size());
    } while (!changes.empty());
}

void remove_entries(database::Session& session, const PublishedEntries& published, const Feed& feed) {
    database::LiteralRows ids;
    for (const auto& [id, targets] : published) ids.add(id);
    database::LiteralRows shortened;
    database::LiteralRows deleted;
    FeedRows fed{feed};
    for (const auto& [id, row] : lock_rows(session, sql_text::kLockOutbox, ids)) {
        const auto rest = take_out(id, row, published.at(id), fed);
        if (rest.empty()) {
            deleted.add(id);
        } else if (rest.size() < row.entries.size()) {
            shortened.add(id, static_cast<std::uint32_t>(row.cause), std::string_view{rest});
        }
    }
    write(session, sql_text::kShortenOutbox, shortened);
    write(session, sql_text::kDeleteOutbox, deleted);
    fed.write(session);
}

std::vector<Uuid> unrecorded_rows(database::Session& session, const Uuid& before, std::size_t limit) {
    auto& statement = session.prepare(sql_text::kUnrecorded);
    statement.setString(1, before.to_hex());
    statement.setUInt64(2, limit);
    database::ResultSet rows{statement.executeQuery()};
    std::vector<Uuid> unrecorded;
    while (rows.next()) unrecorded.push_back(rows.uuid(1));
    return unrecorded;
}

void record_rows(database::Session& session, std::span<const Uuid> ids, const Feed& feed) {
    if (ids.empty()) return;
    database::LiteralRows asked;
    for (const auto& id : ids) asked.add(id);
    database::LiteralRows recorded;
    ChangedMessages changed;
    FeedRows fed{feed};
    for (const auto& [id, row] : lock_rows(session, sql_text::kLockUnrecorded, asked)) {
        recorded.add(id);
        for (const auto line : split(row.entries, '\n')) {
            const auto entry = read_entry(line);
            if (!entry) continue;
            changed.emplace(entry->chat, entry->target.message);
            fed.add(id, row.cause, line);
        }
    }
    fed.write(session);
    record_changes(session, changed);
    write(session, sql_text::kMarkRecorded, recorded);
}

}  // namespace likes::store
