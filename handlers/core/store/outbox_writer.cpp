#include "store/outbox_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "database/result_set.hpp"
#include "likes/event.hpp"
#include "store/sql.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {

std::unordered_map<Uuid, Uuid> chats_of(database::Session& session, std::span<const MessageReaction> targets) {
    database::BatchParameters rows;
    for (const auto& target : targets) rows.add(target.message);
    std::unordered_map<Uuid, Uuid> chats;
    database::ResultSet found = select(session, sql_text::kChatsOfMessages, rows);
    while (found.next()) chats.emplace(targets[found.item(1)].message, found.uuid(2));
    return chats;
}

OutboxWriter::OutboxWriter(database::Session& session, std::span<const MessageReaction> targets, Time now,
                           const RandomBits& random)
    : session_{session}, chats_{chats_of(session, targets)}, now_{now}, random_{random} {}

bool OutboxWriter::add(const MessageReaction& target, const std::vector<Change>& changes, Summary& summary) {
    const auto chat = chats_.find(target.message);
    if (chat == chats_.end()) return false;
    auto rest = changes.begin();
    do {
        const auto end = rest + std::min<std::ptrdiff_t>(changes.end() - rest, kBatchChangesMax);
        ChangeBatch batch{make_uuid_v7(now_, random_), {rest, end}};
        rows_.add(batch.outbox_id, chat->second, target.message, target.reaction, format_changes(batch.list));
        // A batch without changes is not kept in the summary; its row in the outbox is enough for the relay.
        if (!batch.list.empty()) keep_for_next_event(summary, std::move(batch));
        rest = end;
    } while (rest != changes.end());
    return true;
}

void OutboxWriter::write() {
    execute(session_, sql_text::kInsertOutbox, rows_);
}

}  // namespace likes::store
