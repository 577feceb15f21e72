#include "store/outbox.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ids/uuid_v7.hpp"
#include "log/log.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// A row, as an event still without a snapshot. Nullopt for one that we cannot have written, which must not keep the
/// others from being published.
std::optional<Event> parse_row(Result& row) {
    const Uuid event_id = row.uuid(1);
    try {
        return Event{row.uuid(2), {row.uuid(3), row.reaction(4)}, {}, parse_deeds(row.text(5)), {event_id}};
    } catch (const std::runtime_error& error) {
        log::error("a row of the outbox is passed over", {{"event_id", event_id.to_string()}, {"error", error.what()}});
        return std::nullopt;
    }
}

/// Makes `event` tell also of the batches that it does not tell of yet.
void add_unknown(Event& event, std::vector<Deeds> batches) {
    for (auto& batch : batches) {
        auto& ids = event.outbox_ids;
        if (std::find(ids.begin(), ids.end(), batch.outbox_id) != ids.end()) continue;
        ids.push_back(batch.outbox_id);
        event.deeds.insert(event.deeds.end(), batch.list.begin(), batch.list.end());
    }
}

}  // namespace

Outbox::Leftovers Outbox::leftovers(const Uuid& after, Time made_before, std::size_t limit, Time now) {
    Leftovers leftovers;
    session_.transaction([&](Session& session) {
        leftovers = read(session, after, made_before, limit);
        if (!leftovers.events.empty()) retell(session, leftovers.events, now);
    });
    return leftovers;
}

Outbox::Leftovers Outbox::read(Session& session, const Uuid& after, Time made_before, std::size_t limit) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(made_before).time_since_epoch().count();
    auto& statement = session.prepare(sql_text::kOldestOfOutbox);
    statement.setString(1, to_hex(after));
    statement.setString(2, to_hex(uuid_v7_floor(static_cast<std::uint64_t>(milliseconds))));
    statement.setUInt64(3, limit);
    Result rows{statement.executeQuery()};
    Leftovers leftovers;
    std::map<Subject, Event> events;
    while (rows.next()) {
        leftovers.last = rows.uuid(1);
        auto row = parse_row(rows);
        if (!row) continue;
        const auto [known, is_new] = events.try_emplace(row->subject, *row);
        if (!is_new) add_unknown(known->second, {{row->outbox_ids.front(), std::move(row->deeds)}});
    }
    for (auto& [subject, event] : events) leftovers.events.push_back(std::move(event));
    return leftovers;
}

void Outbox::retell(Session& session, std::vector<Event>& events, Time now) const {
    // The events are in the order of the locks.
    Rows subjects;
    for (const auto& event : events) subjects.add(event.subject.message, event.subject.reaction);
    std::map<Subject, Summary> summaries;
    {
        Result found = select(session, sql_text::kLockSummaries, subjects);
        while (found.next()) summaries.emplace(events.at(found.item(1)).subject, found.summary(2));
    }

    // What happened in the meantime may have been told already, and in another order: so of everybody whom the rows
    // name it is told how things are now.
    Rows rows;
    std::vector<Deed*> told;
    for (auto& event : events) {
        add_unknown(event, std::exchange(summaries[event.subject].untold, {}));
        event.deeds = last_of_each_user(event.deeds);
        for (auto& deed : event.deeds) {
            rows.add(event.subject.message, event.subject.reaction, deed.user);
            told.push_back(&deed);
        }
    }
    for (Deed* const deed : told) deed->action = Action::kTakeBack;
    {
        Result found = select(session, sql_text::kFindReactions, rows);
        while (found.next()) told.at(found.item(1))->action = Action::kPut;
    }

    Rows written;
    for (auto& event : events) {
        auto& summary = summaries.at(event.subject);
        ++summary.version;
        event.snapshot = snapshot_of(summary, window_);
        written.add(event.subject.message, event.subject.reaction, now + event_interval_);
    }
    execute(session, sql_text::kTellSummariesAnew, written);
}

void Outbox::settle(std::span<const Told> told) {
    if (told.empty()) return;
    // In the order of the keys, so that two who settle the same wait for one another instead of deadlocking.
    std::set<Uuid> chats;
    std::set<std::pair<Uuid, Uuid>> messages;
    std::set<Uuid> ids;
    for (const auto& event : told) {
        chats.insert(event.chat);
        messages.emplace(event.chat, event.message);
        ids.insert(event.outbox_ids.begin(), event.outbox_ids.end());
    }
    session_.transaction([&](Session& session) {
        Rows sequences;
        Rows changes;
        Rows rows;
        for (const auto& chat : chats) sequences.add(chat);
        for (const auto& [chat, message] : messages) changes.add(chat, message);
        for (const auto& id : ids) rows.add(id);
        execute(session, sql_text::kNextSequences, sequences);
        execute(session, sql_text::kRecordChanges, changes);
        execute(session, sql_text::kDeleteOutbox, rows);
    });
}

}  // namespace likes::store
