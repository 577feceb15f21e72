#include "publishing/outbox.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "base/uuid_v7.hpp"
#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "runtime/log.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::publishing {
namespace {

/// A row as an event, still without a snapshot. nullopt for a row that this service cannot have written, which must not
/// keep the others from being published.
std::optional<Event> parse_row(database::ResultSet& row) {
    const Uuid event_id = row.uuid(1);
    try {
        return Event{row.uuid(2), {row.uuid(3), row.parsed<Reaction>(4)}, {}, parse_changes(row.text(5)), {event_id}};
    } catch (const std::runtime_error& error) {
        log::error("a row of the outbox cannot be read and is skipped",
                   {{"event_id", event_id.to_string()}, {"error", error.what()}});
        return std::nullopt;
    }
}

/// Adds the batches that `event` does not hold yet.
void add_unknown(Event& event, std::vector<ChangeBatch> batches) {
    for (auto& batch : batches) {
        auto& ids = event.outbox_ids;
        if (std::find(ids.begin(), ids.end(), batch.outbox_id) != ids.end()) continue;
        ids.push_back(batch.outbox_id);
        event.changes.insert(event.changes.end(), batch.list.begin(), batch.list.end());
    }
}

}  // namespace

Outbox::Leftovers Outbox::leftovers(const Uuid& after, Time made_before, std::size_t limit, Time now) {
    Leftovers leftovers;
    session_.transaction([&](database::Session& session) {
        leftovers = read(session, after, made_before, limit);
        if (!leftovers.events.empty()) republish(session, leftovers.events, now);
    });
    return leftovers;
}

Outbox::Leftovers Outbox::read(database::Session& session, const Uuid& after, Time made_before, std::size_t limit) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(made_before).time_since_epoch().count();
    auto& statement = session.prepare(store::sql_text::kOldestOfOutbox);
    statement.setString(1, after.to_hex());
    statement.setString(2, uuid_v7_floor(static_cast<std::uint64_t>(milliseconds)).to_hex());
    statement.setUInt64(3, limit);
    database::ResultSet rows{statement.executeQuery()};
    Leftovers leftovers;
    std::map<MessageReaction, Event> events;
    while (rows.next()) {
        leftovers.last = rows.uuid(1);
        auto row = parse_row(rows);
        if (!row) continue;
        const auto [known, is_new] = events.try_emplace(row->target, *row);
        if (!is_new) add_unknown(known->second, {{row->outbox_ids.front(), std::move(row->changes)}});
    }
    for (auto& [target, event] : events) leftovers.events.push_back(std::move(event));
    return leftovers;
}

void Outbox::republish(database::Session& session, std::vector<Event>& events, Time now) const {
    // The events are sorted by target, which is the order in which writers lock.
    std::vector<MessageReaction> targets;
    for (const auto& event : events) targets.push_back(event.target);
    auto locked = store::lock_summaries(session, targets);
    auto& summaries = locked.summaries;
    std::erase_if(events, [&](const Event& event) {
        if (!locked.torn.contains(event.target)) return false;
        log::error(
            "a summary is damaged and its events wait until it is repaired",
            {{"message_id", event.target.message.to_string()}, {"reaction", event.target.reaction.code()}});
        return true;
    });
    if (events.empty()) return;

    // Later changes may have been published already, and in another order. So the event states, for every user whom the
    // rows name, whether the reaction is there now.
    database::BatchParameters rows;
    std::vector<Change*> named;
    for (auto& event : events) {
        add_unknown(event, std::exchange(summaries[event.target].unpublished, {}));
        event.changes = last_of_each_user(event.changes);
        for (auto& change : event.changes) {
            rows.add(event.target.message, event.target.reaction, change.user);
            named.push_back(&change);
        }
    }
    for (Change* const change : named) change->action = Action::kTakeBack;
    {
        database::ResultSet found = select(session, store::sql_text::kFindReactions, rows);
        while (found.next()) named.at(found.item(1))->action = Action::kPut;
    }

    database::BatchParameters written;
    for (auto& event : events) {
        auto& summary = summaries.at(event.target);
        ++summary.version;
        event.snapshot = snapshot_of(summary, recent_limit_);
        written.add(event.target.message, event.target.reaction, now + event_interval_);
    }
    execute(session, store::sql_text::kRepublishSummaries, written);
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
