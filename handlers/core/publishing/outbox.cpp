#include "publishing/outbox.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "base/uuid_v7.hpp"
#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "runtime/log.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::publishing {
namespace {

/// A row that is left in the outbox.
struct Row {
    MessageReaction target;
    Uuid chat;
    ChangeBatch batch;
};

/// nullopt for a row that this service cannot have written, which must not keep the others from being published.
std::optional<Row> parse_row(database::ResultSet& row) {
    const Uuid event_id = row.uuid(1);
    try {
        return Row{{row.uuid(3), row.parsed<Reaction>(4)}, row.uuid(2), {event_id, parse_changes(row.text(5))}};
    } catch (const std::runtime_error& error) {
        log::error("a row of the outbox cannot be read and is skipped",
                   {{"event_id", event_id.to_string()}, {"error", error.what()}});
        return std::nullopt;
    }
}

/// Adds the batches whose rows are not known yet.
void add_unknown(std::vector<ChangeBatch>& known, std::vector<ChangeBatch> batches) {
    std::unordered_set<Uuid> ids;
    for (const auto& batch : known) ids.insert(batch.outbox_id);
    for (auto& batch : batches) {
        if (ids.insert(batch.outbox_id).second) known.push_back(std::move(batch));
    }
}

}  // namespace

Outbox::Leftovers Outbox::leftovers(const Uuid& after, Time made_before, std::size_t limit, Time now) {
    Leftovers leftovers;
    session_.transaction([&](database::Session& session) {
        auto [backlogs, last] = read(session, after, made_before, limit);
        leftovers = {{}, last};
        if (!backlogs.empty()) leftovers.events = republish(session, backlogs, now);
    });
    return leftovers;
}

Outbox::Part Outbox::read(database::Session& session, const Uuid& after, Time made_before, std::size_t limit) {
    auto& statement = session.prepare(store::sql_text::kOldestOfOutbox);
    statement.setString(1, after.to_hex());
    statement.setString(2, uuid_v7_floor(made_before).to_hex());
    statement.setUInt64(3, limit);
    database::ResultSet rows{statement.executeQuery()};
    Part part;
    while (rows.next()) {
        part.last = rows.uuid(1);
        auto row = parse_row(rows);
        if (!row) continue;
        auto& backlog = part.backlogs.try_emplace(std::move(row->target), Backlog{row->chat, {}}).first->second;
        backlog.batches.push_back(std::move(row->batch));
    }
    return part;
}

std::vector<Event> Outbox::republish(database::Session& session, Backlogs& backlogs, Time now) const {
    // The order of the map is the order in which writers lock.
    std::vector<MessageReaction> targets;
    for (const auto& [target, backlog] : backlogs) targets.push_back(target);
    auto [summaries, torn] = store::lock_summaries(session, targets);

    std::vector<Event> events;
    for (auto& [target, backlog] : backlogs) {
        if (torn.contains(target)) {
            log::error("a summary is damaged and its events wait until it is repaired",
                       {{"message_id", target.message.to_string()}, {"reaction", target.reaction.code()}});
            continue;
        }
        add_unknown(backlog.batches, std::exchange(summaries.at(target).unpublished, {}));
        auto of_target = make_events(backlog.chat, target, std::move(backlog.batches));
        std::move(of_target.begin(), of_target.end(), std::back_inserter(events));
    }

    // Later changes may have been published already, and in another order. So the events state, for every user whom the
    // rows name, whether the reaction is there now.
    database::BatchParameters rows;
    std::vector<Change*> named;
    for (auto& event : events) {
        for (auto& change : event.changes) {
            rows.add(event.target.message, event.target.reaction, change.user);
            change.action = Action::kTakeBack;
            named.push_back(&change);
        }
    }
    {
        database::ResultSet found = select(session, store::sql_text::kFindReactions, rows);
        while (found.next()) named.at(found.item(1))->action = Action::kPut;
    }

    // Each event has a version of its own, because a client ignores what has a version that it holds.
    for (auto& event : events) {
        auto& summary = summaries.at(event.target);
        ++summary.version;
        event.snapshot = snapshot_of(summary, recent_limit_);
    }
    database::BatchParameters written;
    for (const auto& [target, summary] : summaries) {
        if (torn.contains(target)) continue;
        written.add(target.message, target.reaction, summary.version, now + event_interval_);
    }
    execute(session, store::sql_text::kRepublishSummaries, written);
    return events;
}

void Outbox::settle(std::span<const PublishedEvent> published) {
    if (published.empty()) return;
    // In the order of the keys, so that two processes that settle the same rows wait for each other instead of
    // deadlocking.
    std::set<Uuid> chats;
    std::set<std::pair<Uuid, Uuid>> messages;
    std::set<Uuid> ids;
    for (const auto& event : published) {
        chats.insert(event.chat);
        messages.emplace(event.chat, event.message);
        ids.insert(event.outbox_ids.begin(), event.outbox_ids.end());
    }
    session_.transaction([&](database::Session& session) {
        database::BatchParameters sequences;
        database::BatchParameters changes;
        database::BatchParameters rows;
        for (const auto& chat : chats) sequences.add(chat);
        for (const auto& [chat, message] : messages) changes.add(chat, message);
        for (const auto& id : ids) rows.add(id);
        execute(session, store::sql_text::kNextSequences, sequences);
        execute(session, store::sql_text::kRecordChanges, changes);
        execute(session, store::sql_text::kDeleteOutbox, rows);
    });
}

}  // namespace likes::publishing
