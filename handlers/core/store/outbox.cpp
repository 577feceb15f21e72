#include "store/outbox.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>
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
        const auto reaction = Reaction::parse(row.text(4));
        if (!reaction) throw std::runtime_error{"the outbox holds a reaction that is none"};
        return Event{row.uuid(2), {row.uuid(3), *reaction}, {}, parse_deeds(row.text(5)), {event_id}};
    } catch (const std::runtime_error& error) {
        log::error("a row of the outbox is passed over", {{"event_id", event_id.to_string()}, {"error", error.what()}});
        return std::nullopt;
    }
}

/// Makes `event` tell also what `newer` tells.
void absorb(Event& event, Event newer) {
    event.deeds.insert(event.deeds.end(), newer.deeds.begin(), newer.deeds.end());
    event.outbox_ids.insert(event.outbox_ids.end(), newer.outbox_ids.begin(), newer.outbox_ids.end());
}

/// Leaves of each user the last deed, in the order of those.
void keep_last_of_each_user(std::vector<Deed>& deeds) {
    std::unordered_set<UserId> seen;
    std::vector<Deed> last;
    for (auto deed = deeds.rbegin(); deed != deeds.rend(); ++deed) {
        if (seen.insert(deed->user).second) last.push_back(std::move(*deed));
    }
    deeds.assign(std::make_move_iterator(last.rbegin()), std::make_move_iterator(last.rend()));
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
        if (!is_new) absorb(known->second, std::move(*row));
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

    // Whoever took part, each once: what they did last is what is so now, and not what the oldest row says.
    Rows rows;
    std::vector<Deed*> asked;
    for (auto& event : events) {
        auto& summary = summaries[event.subject];
        Event rest = make_event(event.chat, event.subject, {}, std::exchange(summary.untold, {}));
        std::erase_if(rest.outbox_ids, [&](const Uuid& id) {
            return std::find(event.outbox_ids.begin(), event.outbox_ids.end(), id) != event.outbox_ids.end();
        });
        absorb(event, std::move(rest));
        keep_last_of_each_user(event.deeds);
        for (auto& deed : event.deeds) {
            deed.action = Action::kTakeBack;
            rows.add(event.subject.message, event.subject.reaction, deed.user);
            asked.push_back(&deed);
        }
    }
    {
        Result found = select(session, sql_text::kFindReactions, rows);
        while (found.next()) asked.at(found.item(1))->action = Action::kPut;
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

void Outbox::remove(std::vector<Uuid> ids) {
    // In the order of the key, so that two who delete the same rows wait for one another instead of deadlocking.
    std::sort(ids.begin(), ids.end());
    session_.transaction([&](Session& session) {
        Rows rows;
        for (const auto& id : ids) rows.add(id);
        execute(session, sql_text::kDeleteOutbox, rows);
    });
}

}  // namespace likes::store
