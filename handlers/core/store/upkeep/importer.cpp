#include "store/upkeep/importer.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/import_merge.hpp"
#include "store/chat_changes.hpp"
#include "store/outbox_rows.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

using Past = std::map<MessageReaction, std::vector<ImportedLike>>;

/// The existing likes of the target that are younger than `oldest`, the oldest like of the past.
std::vector<ImportedLike> later_likes(database::Session& session, const MessageReaction& target, const Summary& summary,
                                      Time oldest) {
    std::vector<ImportedLike> later;
    if (!summary.last_reacted_at || *summary.last_reacted_at <= oldest) return later;
    auto& statement = session.prepare(sql_text::kLikesAfter);
    statement.setString(1, target.message.to_hex());
    statement.setString(2, target.reaction.code());
    statement.setInt64(3, oldest.time_since_epoch().count());
    database::ResultSet found{statement.executeQuery()};
    while (found.next()) later.push_back({found.parsed<UserId>(1), found.time(2)});
    return later;
}

/// The likes as changes of the moments at which they were given.
std::vector<Change> changes_of(const std::vector<ImportedLike>& likes) {
    std::vector<Change> changes;
    changes.reserve(likes.size());
    for (const auto& like : likes) {
        changes.push_back({like.user, Action::kPut, std::chrono::floor<std::chrono::seconds>(like.at)});
    }
    return changes;
}

}  // namespace

Importer::Imported Importer::add(std::span<const ImportRecord> likes) {
    Imported imported;
    if (likes.empty()) return imported;
    session_.transaction([&](database::Session& session) { imported = add_once(session, likes); });
    return imported;
}

/// The reactions that exclude one another, if this is one of them; else only itself.
std::vector<Reaction> Importer::rivals_of(const Reaction& reaction) const {
    const bool excludes = std::find(exclusive_.begin(), exclusive_.end(), reaction) != exclusive_.end();
    return excludes ? exclusive_ : std::vector<Reaction>{reaction};
}

/// The targets to lock, in the order of the locks.
std::vector<MessageReaction> Importer::targets_of(std::span<const ImportRecord> likes) const {
    std::set<MessageReaction> targets;
    for (std::size_t i = 0; i < likes.size(); ++i) {
        const auto& target = likes[i].target;
        if (i > 0 && likes[i - 1].target == target) continue;
        for (auto& reaction : rivals_of(target.reaction)) targets.insert({target.message, std::move(reaction)});
    }
    return {targets.begin(), targets.end()};
}

/// Which of the likes are of users who have that reaction already, or one that excludes it.
std::vector<bool> Importer::find_known(database::Session& session, std::span<const ImportRecord> likes) const {
    database::BatchParameters rows;
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < likes.size(); ++i) {
        const auto& [target, like] = likes[i];
        for (const auto& reaction : rivals_of(target.reaction)) {
            rows.add(target.message, reaction, like.user);
            asked.push_back(i);
        }
    }
    std::vector<bool> known(likes.size());
    database::ResultSet found = select(session, sql_text::kFindReactions, rows);
    while (found.next()) known.at(asked.at(found.item(1))) = true;
    return known;
}

Importer::Imported Importer::add_once(database::Session& session, std::span<const ImportRecord> likes) const {
    // 1. Find out which of the messages exist.
    Imported imported;
    auto targets = targets_of(likes);
    const auto chats = chats_of(session, targets);
    std::erase_if(targets, [&](const MessageReaction& target) { return !chats.contains(target.message); });

    // 2. Lock. From here on no other transaction changes these targets.
    auto [summaries, torn] = lock_summaries(session, targets);

    // 3. Find the likes that are new, each user once.
    Past past;
    {
        const auto known = find_known(session, likes);
        std::set<std::pair<MessageReaction, UserId>> users;
        for (std::size_t i = 0; i < likes.size(); ++i) {
            const auto& [target, like] = likes[i];
            // Reactions that exclude one another count as one.
            const MessageReaction place{target.message, rivals_of(target.reaction).front()};
            if (!chats.contains(target.message)) {
                ++imported.without_message;
            } else if (known[i] || !users.emplace(place, like.user).second) {
                ++imported.known;
            } else {
                ++imported.added;
                past[target].push_back(like);
            }
        }
    }

    // 4. Merge, and write.
    database::LiteralRows written;
    database::LiteralRows rows;
    ChangedMessages changed;
    FeedRows fed{feed_};
    for (auto& [target, added] : past) {
        const auto& chat = chats.at(target.message);
        fed.add(Cause::kImport, chat, target, changes_of(added));
        auto& summary = summaries.at(target);
        // What the rows say replaces what cannot be used. Should the count be wrong, the audit corrects it.
        if (torn.contains(target)) name_likers_of_rows(session, target, recent_limit_, summary);
        auto later = later_likes(session, target, summary, added.front().at);
        auto merged = merge_import(std::move(summary), std::move(later), std::move(added), recent_limit_);
        for (const auto& row : merged.rows) rows.add(target.message, target.reaction, row.user, row.version, row.at);
        add_summary(written, target, merged.summary);
        changed.emplace(chat, target.message);
    }
    database::write(session, sql_text::kInsertReactions, rows);
    database::write(session, sql_text::kWriteSummaries, written);
    fed.write(session);
    record_changes(session, changed);
    if (past.empty() && !targets.empty()) touch_summary(session, targets.front());
    return imported;
}

}  // namespace likes::store
