#include "publishing/outbox.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.hpp"
#include "base/uuid_v7.hpp"
#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/outbox_entry.hpp"
#include "runtime/log.hpp"
#include "store/chat_changes.hpp"
#include "store/outbox_rows.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::publishing {
namespace {

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
        const Uuid id = rows.uuid(1);
        part.last = id;
        const std::string entries = rows.text(2);
        for (const auto line : split(entries, '\n')) {
            auto entry = read_entry(line);
            if (!entry) {
                log::error("an entry of the outbox cannot be read and is skipped", {{"outbox_id", id.to_string()}});
                continue;
            }
            auto& backlog = part.backlogs[std::move(entry->target)];
            backlog.chat = entry->chat;
            backlog.batches.push_back({id, std::move(entry->changes)});
        }
    }
    return part;
}

std::size_t Outbox::record(Time made_before, std::size_t limit) {
    std::size_t count = 0;
    session_.transaction([&](database::Session& session) {
        const auto rows = store::unrecorded_rows(session, uuid_v7_floor(made_before), limit);
        count = rows.size();
        store::record_rows(session, rows, feed_);
    });
    return count;
}

std::vector<Event> Outbox::republish(database::Session& session, Backlogs& backlogs, Time now) const {
    // The order of the map is the order in which writers lock.
    std::vector<MessageReaction> targets;
    for (const auto& [target, backlog] : backlogs) targets.push_back(target);
    auto [summaries, torn] = store::lock_summaries(session, targets);
    const auto chats = store::chats_of(session, targets);

    std::vector<Event> events;
    for (auto& [target, backlog] : backlogs) {
        if (torn.contains(target)) {
            log::error("a summary is damaged and its events wait until it is repaired",
                       {{"message_id", target.message.to_string()}, {"reaction", target.reaction.code()}});
            continue;
        }
        add_unknown(backlog.batches, std::exchange(summaries.at(target).unpublished, {}));
        // A message may have been moved since. The chat that it has left must not hear who likes it now.
        const auto chat = store::chat_or(chats, target.message, backlog.chat);
        auto of_target = make_events(chat, target, std::move(backlog.batches));
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
    database::LiteralRows written;
    for (auto& [target, summary] : summaries) {
        if (torn.contains(target)) continue;
        summary.next_event_at = now + event_interval_;
        store::add_summary(written, target, summary);
    }
    database::write(session, store::sql_text::kWriteSummaries, written);
    return events;
}

void Outbox::settle(std::span<const PublishedEvent> published) {
    if (published.empty()) return;
    store::ChangedMessages messages;
    store::PublishedEntries entries;
    for (const auto& event : published) {
        messages.emplace(event.chat, event.target.message);
        for (const auto& id : event.outbox_ids) entries[id].insert(event.target);
    }
    session_.transaction([&](database::Session& session) {
        store::remove_entries(session, entries, feed_);
        store::record_changes(session, messages);
    });
}

}  // namespace likes::publishing
