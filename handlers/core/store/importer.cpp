#include "store/importer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "likes/history.hpp"
#include "store/audience.hpp"
#include "store/locked_summaries.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"
#include "store/upkeep_sql.hpp"

namespace likes::store {
namespace {

/// Rows of one statement. A message with many likes may take several.
constexpr std::size_t kRowsAtOnce = 5000;

using Past = std::map<Subject, std::vector<PastLike>>;

/// The likes of the subject that are younger than the oldest of the past.
std::vector<PastLike> later_likes(Session& session, const Subject& subject, const Summary& summary, Time oldest) {
    std::vector<PastLike> later;
    if (!summary.last_reacted_at || *summary.last_reacted_at <= oldest) return later;
    auto& statement = session.prepare(sql_text::kLikesAfter);
    statement.setString(1, to_hex(subject.message));
    statement.setString(2, subject.reaction.code());
    statement.setInt64(3, oldest.time_since_epoch().count());
    Result found{statement.executeQuery()};
    while (found.next()) later.push_back({found.user(1), found.time(2)});
    return later;
}

struct Row {
    Subject subject;
    DatedLiker liker;
};

void put_rows(Session& session, std::span<const Row> rows) {
    while (!rows.empty()) {
        const auto some = rows.first(std::min(rows.size(), kRowsAtOnce));
        Rows batch;
        for (const auto& [subject, liker] : some) {
            batch.add(subject.message, subject.reaction, liker.user, liker.version, liker.at);
        }
        execute(session, sql_text::kPutReactions, batch);
        rows = rows.subspan(some.size());
    }
}

/// Whoever catches up in these chats is told that the messages changed.
void record_changes(Session& session, const std::set<std::pair<Uuid, Uuid>>& changed) {
    Rows sequences;
    Rows changes;
    std::optional<Uuid> last;
    for (const auto& [chat, message] : changed) {
        if (last != chat) sequences.add(chat);
        last = chat;
        changes.add(chat, message);
    }
    execute(session, sql_text::kNextSequences, sequences);
    execute(session, sql_text::kRecordChanges, changes);
}

}  // namespace

Importer::Imported Importer::add(std::span<const FiledLike> likes) {
    Imported imported;
    if (likes.empty()) return imported;
    session_.transaction([&](Session& session) { imported = add_once(session, likes); });
    return imported;
}

/// The reactions that exclude one another, if this is one of them; else only itself.
std::vector<Reaction> Importer::rivals_of(const Reaction& reaction) const {
    const bool excludes = std::find(exclusive_.begin(), exclusive_.end(), reaction) != exclusive_.end();
    return excludes ? exclusive_ : std::vector<Reaction>{reaction};
}

/// What is to be locked, in the order of the locks.
std::vector<Subject> Importer::subjects_of(std::span<const FiledLike> likes) const {
    std::set<Subject> subjects;
    for (std::size_t i = 0; i < likes.size(); ++i) {
        const auto& subject = likes[i].subject;
        if (i > 0 && likes[i - 1].subject == subject) continue;
        for (auto& reaction : rivals_of(subject.reaction)) subjects.insert({subject.message, std::move(reaction)});
    }
    return {subjects.begin(), subjects.end()};
}

/// Which of the likes are of users who have reacted already.
std::vector<bool> Importer::find_known(Session& session, std::span<const FiledLike> likes) const {
    Rows rows;
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < likes.size(); ++i) {
        const auto& [subject, like] = likes[i];
        for (const auto& reaction : rivals_of(subject.reaction)) {
            rows.add(subject.message, reaction, like.user);
            asked.push_back(i);
        }
    }
    std::vector<bool> known(likes.size());
    Result found = select(session, sql_text::kFindReactions, rows);
    while (found.next()) known.at(asked.at(found.item(1))) = true;
    return known;
}

Importer::Imported Importer::add_once(Session& session, std::span<const FiledLike> likes) const {
    // 1. Which of the messages are there.
    Imported imported;
    auto subjects = subjects_of(likes);
    const auto chats = chats_of(session, subjects);
    std::erase_if(subjects, [&](const Subject& subject) { return !chats.contains(subject.message); });

    // 2. Lock. From here on nobody else changes these subjects.
    auto summaries = lock_summaries(session, subjects);

    // 3. What is new, each user once.
    Past past;
    {
        const auto known = find_known(session, likes);
        std::set<std::pair<Subject, UserId>> users;
        for (std::size_t i = 0; i < likes.size(); ++i) {
            const auto& [subject, like] = likes[i];
            // Those that exclude one another count as one.
            const Subject place{subject.message, rivals_of(subject.reaction).front()};
            if (!chats.contains(subject.message)) {
                ++imported.without_message;
            } else if (known[i] || !users.emplace(place, like.user).second) {
                ++imported.known;
            } else {
                ++imported.added;
                past[subject].push_back(like);
            }
        }
    }

    // 4. Merge, and write.
    Rows written;
    std::vector<Row> rows;
    std::set<std::pair<Uuid, Uuid>> changed;
    for (auto& [subject, added] : past) {
        auto& summary = summaries.at(subject);
        auto later = later_likes(session, subject, summary, added.front().at);
        auto merged = merge_history(std::move(summary), std::move(later), std::move(added), window_);
        for (auto& row : merged.rows) rows.push_back({subject, std::move(row)});
        add_summary(written, subject, merged.summary);
        changed.emplace(chats.at(subject.message), subject.message);
    }
    put_rows(session, rows);
    execute(session, sql_text::kWriteSummaries, written);
    record_changes(session, changed);
    return imported;
}

}  // namespace likes::store
