#include "store/changes_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/chat_reader.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Greater than every message id, so that all of a sequence number counts as seen.
Uuid last_uuid() {
    Uuid::Bytes bytes{};
    bytes.fill(0xFF);
    return Uuid{bytes};
}

struct RecordedChange {
    std::uint64_t sequence;
    Uuid message;
};

std::vector<RecordedChange> recorded_changes(Session& session, const Uuid& chat, const ChangesCursor& since,
                                             std::size_t limit) {
    auto& statement = session.prepare(sql_text::kChangesSince);
    statement.setString(1, to_hex(chat));
    statement.setUInt64(2, since.sequence);
    statement.setUInt64(3, since.sequence);
    statement.setString(4, to_hex(since.message));
    statement.setUInt64(5, limit);
    Result rows{statement.executeQuery()};
    std::vector<RecordedChange> changes;
    while (rows.next()) changes.push_back({rows.number(1), rows.uuid(2)});
    return changes;
}

std::vector<Uuid> changed_in_outbox(Session& session, const Uuid& chat, const Uuid& after, std::size_t limit) {
    auto& statement = session.prepare(sql_text::kChangesInOutbox);
    statement.setString(1, to_hex(chat));
    statement.setString(2, to_hex(after));
    statement.setUInt64(3, limit);
    Result rows{statement.executeQuery()};
    std::vector<Uuid> messages;
    while (rows.next()) messages.push_back(rows.uuid(1));
    return messages;
}

/// A reader who stands here has seen every recorded change.
ChangesCursor newest_place(Session& session, const Uuid& chat) {
    auto& statement = session.prepare(sql_text::kNewestSequence);
    statement.setString(1, to_hex(chat));
    Result rows{statement.executeQuery()};
    return {rows.next() ? rows.number(1) : 0, last_uuid(), {}};
}

/// The messages of the next part, each once, and where it ends.
struct Part {
    std::vector<Uuid> messages;
    ChangesCursor next;
    bool more = false;
};

Part next_part(Session& session, const Uuid& chat, const ChangesCursor& since, std::size_t limit) {
    // One more than asked for tells whether there is another part. The outbox comes first: a change that is recorded
    // in between is then seen twice, and not never.
    const auto waiting = changed_in_outbox(session, chat, since.in_outbox, limit + 1);
    const auto recorded = recorded_changes(session, chat, since, limit + 1);

    Part part{{}, since, false};
    for (const auto& change : recorded) {
        if (part.messages.size() == limit) {
            part.more = true;
            return part;
        }
        part.messages.push_back(change.message);
        part.next.sequence = change.sequence;
        part.next.message = change.message;
    }
    for (const auto& message : waiting) {
        const auto end = part.messages.end();
        const bool is_known = std::find(part.messages.begin(), end, message) != end;
        if (part.messages.size() == limit && !is_known) {
            part.more = true;
            return part;
        }
        if (!is_known) part.messages.push_back(message);
        part.next.in_outbox = message;
    }
    part.more = waiting.size() > limit;
    // Having seen all of the outbox, the next call begins with it anew: what came late may stand before this place.
    if (!part.more) part.next.in_outbox = {};
    return part;
}

}  // namespace

std::vector<ChangesView> ChangesReader::read(std::span<const ChangesQuery> queries) {
    std::vector<ChangesView> views;
    session_.read([&](Session& session) {
        views.clear();
        for (const auto& query : queries) views.push_back(read_one(session, query));
    });
    return views;
}

ChangesView ChangesReader::read_one(Session& session, const ChangesQuery& query) const {
    ChatQuery chat{query.chat, query.reader, {}};
    ChangesView view{std::move(read_chats(session, {&chat, 1}, window_).front()), {}, false};
    if (view.chat.verdict != ChatVerdict::kFound) return view;
    if (!query.since) {
        view.next = newest_place(session, query.chat);
        return view;
    }
    auto part = next_part(session, query.chat, *query.since, query.limit);
    chat.messages = std::move(part.messages);
    view.chat = std::move(read_chats(session, {&chat, 1}, window_).front());
    view.next = part.next;
    view.more = part.more;
    return view;
}

}  // namespace likes::store
