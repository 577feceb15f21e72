#include "store/outbox.hpp"

#include <algorithm>
#include <map>

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
        return Event{row.uuid(2), {row.uuid(3), *reaction}, {}, parse_deeds(row.text(5)), {event_id}, {}};
    } catch (const std::runtime_error& error) {
        log::error("a row of the outbox is passed over", {{"event_id", event_id.to_string()}, {"error", error.what()}});
        return std::nullopt;
    }
}

}  // namespace

Outbox::Leftovers Outbox::leftovers(const Uuid& after, Time made_before, std::size_t limit) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(made_before).time_since_epoch().count();
    const Uuid before = uuid_v7_floor(static_cast<std::uint64_t>(milliseconds));
    Leftovers leftovers;
    session_.read([&](Session& session) {
        leftovers = {};
        auto& statement = session.prepare(sql_text::kOldestOfOutbox);
        statement.setString(1, to_hex(after));
        statement.setString(2, to_hex(before));
        statement.setUInt64(3, limit);
        Result rows{statement.executeQuery()};
        std::map<Subject, Event> events;
        while (rows.next()) {
            leftovers.last = rows.uuid(1);
            auto row = parse_row(rows);
            if (!row) continue;
            const auto [known, is_new] = events.try_emplace(row->subject, *row);
            if (!is_new) absorb(known->second, std::move(*row));
        }
        if (events.empty()) return;

        Rows subjects;
        for (auto& [subject, event] : events) {
            subjects.add(subject.message, subject.reaction);
            leftovers.events.push_back(std::move(event));
        }
        Result found = select(session, sql_text::kReadSummaries, subjects);
        while (found.next()) {
            const Summary summary{static_cast<std::uint32_t>(found.number(2)), found.number(3), found.optional_time(4),
                                  found.time(5), parse_likers(found.text(6))};
            leftovers.events.at(found.item(1)).snapshot = snapshot_of(summary, window_);
        }
    });
    return leftovers;
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
