#include "store/changes_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "database/result_set.hpp"
#include "store/chat_changes.hpp"
#include "store/chat_reader.hpp"
#include "store/outbox_rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Greater than every message id: in a cursor, it means that every message of the sequence number was seen.
Uuid last_uuid() {
    Uuid::Bytes bytes{};
    bytes.fill(0xFF);
    return Uuid{bytes};
}

/// Rows of the outbox that one call looks through, and records.
constexpr std::size_t kSearchedAtOnce = 1000;
constexpr std::size_t kRecordedAtOnce = 64;

/// Rows that are not recorded yet.
struct Waiting {
    std::vector<Uuid> all;
    /// Those with changes of the chat.
    std::vector<Uuid> of_chat;
};

Waiting waiting_in_outbox(database::Session& session, const Uuid& chat) {
    auto& statement = session.prepare(sql_text::kUnrecordedOfChat);
    statement.setString(1, chat.to_hex());
    statement.setUInt64(2, kSearchedAtOnce);
    database::ResultSet rows{statement.executeQuery()};
    Waiting waiting;
    while (rows.next()) {
        waiting.all.push_back(rows.uuid(1));
        if (rows.flag(2)) waiting.of_chat.push_back(waiting.all.back());
    }
    return waiting;
}

/// Records the changes that are still in the outbox. There are few, unless the broker is away, and then the relay
/// records the older ones. False if some of the chat may be left.
bool record_waiting(database::Session& session, const Uuid& chat, const Feed& feed) {
    const auto waiting = waiting_in_outbox(session, chat);
    // If neither the broker nor the relay is there, the rows beyond those that were looked through get their turn.
    const bool is_all = waiting.all.size() < kSearchedAtOnce;
    const std::span rows{is_all ? waiting.of_chat : waiting.all};
    record_rows(session, rows.first(std::min(rows.size(), kRecordedAtOnce)), feed);
    return is_all && rows.size() <= kRecordedAtOnce;
}

/// The place of a reader who has seen every recorded change.
ChangesCursor newest_place(database::Session& session, const Uuid& chat) {
    auto& statement = session.prepare(sql_text::kNewestSequence);
    statement.setUInt(1, sequence_shard(chat));
    database::ResultSet rows{statement.executeQuery()};
    return {rows.next() ? rows.number(1) : 0, last_uuid()};
}

/// The messages of the next part, each once, and where it ends.
struct NextMessages {
    std::vector<Uuid> messages;
    ChangesCursor next;
    bool more = false;
    /// The chat's shard has no such sequence number yet.
    bool is_ahead = false;
};

NextMessages next_part(database::Session& session, const Uuid& chat, const ChangesCursor& since, std::size_t limit) {
    auto& statement = session.prepare(sql_text::kChangesSince);
    statement.setString(1, chat.to_hex());
    statement.setUInt64(2, since.sequence);
    statement.setUInt64(3, since.sequence);
    statement.setString(4, since.message.to_hex());
    // One row more than asked for shows whether there is another part.
    statement.setUInt64(5, limit + 1);
    statement.setUInt(6, sequence_shard(chat));
    database::ResultSet rows{statement.executeQuery()};
    NextMessages part{{}, since, false, false};
    while (rows.next()) {
        part.is_ahead = since.sequence > (rows.is_null(3) ? 0 : rows.number(3));
        if (rows.is_null(1)) break;
        if (part.messages.size() == limit) {
            part.more = true;
            break;
        }
        part.next = {rows.number(1), rows.uuid(2)};
        part.messages.push_back(part.next.message);
    }
    return part;
}

}  // namespace

std::vector<ChangesView> ChangesReader::execute(std::span<const ChangesQuery> queries) {
    std::vector<ChangesView> views;
    for (const auto& query : queries) views.push_back(read_one(query));
    return views;
}

ChangesView ChangesReader::read_one(const ChangesQuery& query) {
    const ChatQuery chat{query.chat, query.reader, {}};
    ChangesView view;
    bool all_recorded = true;
    // Two transactions, so that no sequence number is locked while the states are read.
    session_.transaction([&](database::Session& session) {
        view = {std::move(read_chats(session, {&chat, 1}, recent_limit_).front()), {}, false, false};
        if (view.chat.visibility != Visibility::kVisible) return;
        if (query.since) {
            all_recorded = record_waiting(session, query.chat, feed_);
        } else {
            view.next = newest_place(session, query.chat);
        }
    });
    if (view.chat.visibility != Visibility::kVisible || !query.since) return view;
    session_.transaction([&](database::Session& session) {
        auto part = next_part(session, query.chat, *query.since, query.limit);
        const ChatQuery changed{query.chat, query.reader, std::move(part.messages)};
        view = {std::move(read_chats(session, {&changed, 1}, recent_limit_).front()), part.next,
                part.more || !all_recorded, part.is_ahead};
    });
    return view;
}

}  // namespace likes::store
