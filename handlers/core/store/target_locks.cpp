#include "store/target_locks.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

database::ResultSet select_one(database::Session& session, const AskedTarget& asked) {
    auto& statement = session.prepare(sql_text::kResolveAndLockOne);
    statement.setString(1, asked.user.str());
    statement.setString(2, asked.target.message.to_hex());
    statement.setString(3, asked.target.reaction.code());
    return database::ResultSet{statement.executeQuery()};
}

database::ResultSet select_all(database::Session& session, std::span<const AskedTarget> asked) {
    database::BatchParameters rows;
    const MessageReaction* last = nullptr;
    for (const auto& [target, user] : asked) {
        const bool is_first = last == nullptr || *last != target;
        rows.add(target.message, target.reaction, user, is_first ? std::uint32_t{1} : std::uint32_t{0});
        last = &target;
    }
    return select(session, sql_text::kResolveAndLock, rows);
}

void read(database::ResultSet& rows, std::span<const AskedTarget> asked, ResolvedTargets& resolved) {
    constexpr unsigned kTotal = 4;
    while (rows.next()) {
        const std::size_t item = rows.item(1);
        const auto& target = asked[item].target;
        auto& resolution = resolved.resolutions.at(item);
        resolution = {rows.uuid(2), rows.flag(3)};
        const bool is_first = item == 0 || asked[item - 1].target != target;
        if (!is_first || !resolution.is_member) continue;
        if (rows.is_null(kTotal)) {
            resolved.missing.insert(target);
            continue;
        }
        auto [summary, is_whole] = salvage_summary(rows, kTotal);
        resolved.locked.summaries.emplace(target, std::move(summary));
        if (!is_whole) resolved.locked.torn.insert(target);
    }
}

/// Where the first who asked for a target is not in its chat, it is not locked for the others yet.
void lock_rest(database::Session& session, std::span<const AskedTarget> asked, ResolvedTargets& resolved) {
    std::set<MessageReaction> rest;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& target = asked[i].target;
        const bool is_done = resolved.locked.summaries.contains(target) || resolved.missing.contains(target);
        if (resolved.resolutions[i].is_member && !is_done) rest.insert(target);
    }
    auto locked = lock_summaries(session, std::vector(rest.begin(), rest.end()));
    resolved.locked.summaries.merge(locked.summaries);
    resolved.locked.torn.merge(locked.torn);
}

}  // namespace

ResolvedTargets resolve_and_lock(database::Session& session, std::span<const AskedTarget> asked) {
    ResolvedTargets resolved;
    resolved.resolutions.resize(asked.size());
    {
        auto rows = asked.size() == 1 ? select_one(session, asked.front()) : select_all(session, asked);
        read(rows, asked, resolved);
    }
    lock_rest(session, asked, resolved);
    return resolved;
}

std::vector<Resolution> resolve(database::Session& session, std::span<const ReactionChange> changes) {
    database::BatchParameters rows;
    for (const auto& change : changes) rows.add(change.target.message, change.user);
    std::vector<Resolution> resolved(changes.size());
    database::ResultSet found = select(session, sql_text::kResolve, rows);
    while (found.next()) resolved.at(found.item(1)) = {found.uuid(2), found.flag(3)};
    return resolved;
}

}  // namespace likes::store
