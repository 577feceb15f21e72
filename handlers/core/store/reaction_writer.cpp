#include "store/reaction_writer.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/outbox_rows.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::store {

/// Which change of the batch a request is for.
struct ReactionWriter::Origin {
    std::size_t change;
    /// The request only follows from a change of another reaction of the same user (see Settings::exclusive).
    bool follows;
};

/// The part of a batch that concerns one target, from the locked row to the rows to write.
struct ReactionWriter::TargetBatch {
    Uuid chat;
    /// The requests for this target, in order.
    std::vector<Request> requests;
    /// One for each request.
    std::vector<Origin> origins;
    /// There is no summary yet.
    bool is_new = false;
    /// The summary can be read, and neither itself nor the rows contradict it.
    bool is_usable = true;
    Before before;
    Transition after;
    bool is_published = false;
    /// Of the first request.
    Trace trace;
};

namespace {

void record_erased(database::Session& session, const ReactionWriter::Erased& erased, const UserId& user) {
    auto& statement = session.prepare(sql_text::kRecordErased);
    statement.setString(1, user.str());
    statement.setUInt64(2, erased.reactions);
    statement.setUInt64(3, erased.published);
    statement.executeUpdate();
}

}  // namespace

ReactionWriter::ReactionWriter(database::Session session, Settings settings, Clock clock, RandomBits random)
    : session_{std::move(session)},
      settings_{std::move(settings)},
      clock_{std::move(clock)},
      random_{std::move(random)} {}

ReactionWriter::Written ReactionWriter::apply(std::span<const ReactionChange> changes) {
    Written written;
    session_.transaction([&](database::Session&) { written = apply_once(changes); });
    return written;
}

ReactionWriter::Written ReactionWriter::apply_once(std::span<const ReactionChange> changes) {
    Written written;
    written.outcomes.resize(changes.size(), ReactionOutcome{ChangeResult::kNoSuchMessage, {}});

    // 1. Find out which changes are allowed, and lock their targets, in the order of the map. From here on no other
    // transaction changes them.
    const auto resolved_at = std::chrono::steady_clock::now();
    ResolvedTargets targets;
    auto resolved = resolve_and_lock(changes, targets);
    auto batches = group(changes, resolved, written.outcomes);
    if (batches.empty()) return written;
    for (auto& [target, batch] : batches) batch.is_new = targets.missing.contains(target);
    give_locked(targets.locked, batches);

    // 2. Read what the rules need.
    find_likers(session_, batches);
    if (lock_overtaken(session_, batches)) find_likers(session_, batches);
    fetch_older_likers(session_, batches);

    // 3. Refuse those who left while this transaction waited for a lock, and all changes where the summary is damaged.
    if (std::chrono::steady_clock::now() - resolved_at > settings_.membership_age_max) {
        resolve_again(changes, resolved, batches, written.outcomes);
    }
    for (const std::size_t item : drop_unusable(batches)) written.outcomes[item].result = ChangeResult::kUnavailable;
    if (batches.empty()) return written;

    // 4. Apply the rules.
    const Time now = clock_();
    OutboxRows outbox{Cause::kUsers, now, random_};
    for (auto& [target, batch] : batches) {
        batch.after = apply_batch(std::move(batch.before), batch.requests, now, settings_.recent_limit);
        take_outcomes(target.reaction, batch, written.outcomes);
        const auto& made = batch.after.changes;
        if (made.empty()) continue;
        batch.after.summary.unpublished.push_back({outbox.add(batch.chat, target, made), made});
        take_turn_of(target, batch, now, written.to_publish);
    }

    // 5. Write exactly what changed. If everything is so already, that may be by a commit which is not on the disk yet.
    if (!write(session_, batches)) touch_any(session_, batches);
    outbox.write(session_);
    return written;
}

DueEvents::Taken ReactionWriter::take_due(std::span<const PendingEvent> pending) {
    Taken taken;
    session_.transaction([&](database::Session& session) {
        taken = {};
        Batches batches;
        for (const auto& event : pending) {
            auto& batch = batches[event.target];
            batch.chat = event.chat;
            batch.trace = event.trace;
        }
        lock(session, batches);
        // What waits there is left to the relay.
        drop_unusable(batches);
        // A message may have been moved since. The chat that it has left must not hear who likes it now.
        const auto chats = chats_of(session, targets_of(batches));
        for (auto& [target, batch] : batches) batch.chat = chat_or(chats, target.message, batch.chat);
        const Time now = clock_();
        for (auto& [target, batch] : batches) {
            batch.after.summary = std::move(batch.before.summary);
            take_turn_of(target, batch, now, taken);
        }
        write(session, batches);
    });
    return taken;
}

ReactionWriter::Erased ReactionWriter::erase(std::span<const MessageReaction> targets, const UserId& user,
                                             const Feed& feed) {
    Erased erased;
    session_.transaction([&](database::Session& session) {
        erased = {};
        Batches batches;
        for (const auto& target : targets) {
            auto& batch = batches[target];
            batch.requests.push_back({user, Action::kTakeBack});
            batch.origins.push_back({0, true});
        }
        lock(session, batches);
        find_likers(session, batches);
        fetch_older_likers(session, batches);
        drop_unusable(batches);
        const auto chats = chats_of(session, targets);
        const Time now = clock_();
        OutboxRows outbox{Cause::kErasure, now, random_};
        std::vector<MessageReaction> unpublished;
        for (auto& [target, batch] : batches) {
            batch.after = apply_batch(std::move(batch.before), batch.requests, now, settings_.recent_limit);
            if (batch.after.changes.empty()) continue;
            ++erased.reactions;
            const auto chat = chats.find(target.message);
            if (chat == chats.end()) {
                unpublished.push_back(target);
                continue;
            }
            add_for_next_event(outbox, chat->second, target, batch.after.changes, batch.after.summary);
            ++erased.published;
        }
        hand_on(session, batches, unpublished, feed);
        write(session, batches);
        outbox.write(session);
        record_erased(session, erased, user);
    });
    return erased;
}

/// Puts into the feed what an erasure has taken from these targets, whose messages are deleted. Of a message whose row
/// is gone for good nobody knows the chat, without which nothing can be counted: that is not handed on.
void ReactionWriter::hand_on(database::Session& session, const Batches& batches,
                             std::span<const MessageReaction> targets, const Feed& feed) {
    if (targets.empty() || feed.consumers.empty()) return;
    const auto chats = chats_of_any(session, targets);
    FeedRows fed{feed};
    for (const auto& target : targets) {
        const auto chat = chats.find(target.message);
        if (chat != chats.end()) fed.add(Cause::kErasure, chat->second, target, batches.at(target).after.changes);
    }
    fed.write(session);
}

/// Gives each change what became of it.
void ReactionWriter::take_outcomes(const Reaction& reaction, TargetBatch& batch,
                                   std::vector<ReactionOutcome>& outcomes) {
    for (std::size_t i = 0; i < batch.origins.size(); ++i) {
        auto& outcome = outcomes[batch.origins[i].change];
        auto& made = batch.after.outcomes[i];
        if (!batch.origins[i].follows) {
            outcome.result = made.result;
            outcome.state = std::move(made.state);
        } else if (made.result == ChangeResult::kUnliked) {
            outcome.replaced.push_back(reaction);
        }
    }
}

void ReactionWriter::take_turn_of(const MessageReaction& target, TargetBatch& batch, Time now, Taken& taken) const {
    Summary& summary = batch.after.summary;
    if (auto batches = take_turn(summary, now, settings_.event_interval)) {
        batch.is_published = true;
        taken.events.push_back(
            make_event(batch.chat, target, snapshot_of(summary, settings_.recent_limit), std::move(*batches)));
        taken.events.back().trace = batch.trace;
    } else if (!summary.unpublished.empty()) {
        taken.delayed.push_back({batch.chat, target, summary.next_event_at, batch.trace});
    }
}

/// What the chat backend's tables say of each change. The targets of those that are allowed are locked, as far as they
/// have summaries.
std::vector<Resolution> ReactionWriter::resolve_and_lock(std::span<const ReactionChange> changes,
                                                         ResolvedTargets& targets) {
    std::vector<std::pair<MessageReaction, std::size_t>> order;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        order.emplace_back(changes[i].target, i);
        for (auto& other : excluded_by(changes[i])) {
            order.emplace_back(MessageReaction{changes[i].target.message, std::move(other)}, i);
        }
    }
    std::sort(order.begin(), order.end());
    std::vector<AskedTarget> asked;
    asked.reserve(order.size());
    for (const auto& [target, change] : order) asked.push_back({target, changes[change].user});
    targets = store::resolve_and_lock(session_, asked);
    if (const auto anchors = missing_anchors(targets.missing); !anchors.empty()) {
        lock_summaries(session_, anchors);
        targets = store::resolve_and_lock(session_, asked);
    }
    std::vector<Resolution> resolved(changes.size());
    for (std::size_t i = 0; i < order.size(); ++i) resolved[order[i].second] = targets.resolutions[i];
    return resolved;
}

/// Where reactions exclude one another, the summary of the first of them stands for the message: it is locked before
/// the others are read, so that two devices of one user never put two different ones, each of which the other does not
/// see yet. These have to be made first.
std::vector<MessageReaction> ReactionWriter::missing_anchors(const std::set<MessageReaction>& missing) const {
    if (settings_.exclusive.empty()) return {};
    const auto& first = *std::min_element(settings_.exclusive.begin(), settings_.exclusive.end());
    std::vector<MessageReaction> anchors;
    for (const auto& target : missing) {
        if (target.reaction == first) anchors.push_back(target);
    }
    return anchors;
}

/// The changes that are allowed, by target. What the others come to is in `outcomes`.
ReactionWriter::Batches ReactionWriter::group(std::span<const ReactionChange> changes,
                                              std::span<const Resolution> resolved,
                                              std::vector<ReactionOutcome>& outcomes) const {
    Batches batches;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!resolved[i].chat) {
            outcomes[i].result = ChangeResult::kNoSuchMessage;
        } else if (!resolved[i].is_member) {
            outcomes[i].result = ChangeResult::kNotAMember;
        } else {
            add_to(batches, changes[i], *resolved[i].chat, i);
        }
    }
    return batches;
}

/// Leaves in `batches`, whose targets are locked, what is allowed still. What was not allowed before stays refused: its
/// target may not be locked.
void ReactionWriter::resolve_again(std::span<const ReactionChange> changes, std::vector<Resolution>& resolved,
                                   Batches& batches, std::vector<ReactionOutcome>& outcomes) {
    const auto now = resolve(session_, changes);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (resolved[i].is_member) resolved[i] = now[i];
    }
    auto allowed = group(changes, resolved, outcomes);
    for (auto& [target, batch] : allowed) {
        auto& locked = batches.at(target);
        batch.before = std::move(locked.before);
        batch.is_new = locked.is_new;
        batch.is_usable = locked.is_usable;
    }
    batches = std::move(allowed);
}

void ReactionWriter::add_to(Batches& batches, const ReactionChange& change, const Uuid& chat, std::size_t item) const {
    const auto add = [&](const Reaction& reaction, Action action, bool follows) {
        auto& batch = batches[{change.target.message, reaction}];
        batch.chat = chat;
        if (batch.requests.empty()) batch.trace = change.trace;
        batch.requests.push_back({change.user, action});
        batch.origins.push_back({item, follows});
    };
    add(change.target.reaction, change.action, false);
    for (const auto& other : excluded_by(change)) add(other, Action::kTakeBack, true);
}

/// The reactions that the user may not have on the message besides the one of the change.
std::vector<Reaction> ReactionWriter::excluded_by(const ReactionChange& change) const {
    if (change.action == Action::kTakeBack) return {};
    auto others = settings_.exclusive;
    std::erase(others, change.target.reaction);
    return others;
}

std::vector<MessageReaction> ReactionWriter::targets_of(const Batches& batches) {
    std::vector<MessageReaction> targets;
    targets.reserve(batches.size());
    for (const auto& [target, batch] : batches) targets.push_back(target);
    return targets;
}

void ReactionWriter::lock(database::Session& session, Batches& batches) {
    auto locked = lock_summaries(session, targets_of(batches));
    give_locked(locked, batches);
}

void ReactionWriter::give_locked(LockedSummaries& locked, Batches& batches) {
    for (auto& [target, batch] : batches) {
        if (batch.is_new) continue;
        batch.before.summary = std::move(locked.summaries.at(target));
        batch.is_usable = !locked.torn.contains(target);
    }
}

std::vector<std::size_t> ReactionWriter::drop_unusable(Batches& batches) const {
    // Where reactions exclude one another, a change concerns several of a message.
    std::set<Uuid> whole_messages;
    for (const auto& [target, batch] : batches) {
        if (!batch.is_usable && !settings_.exclusive.empty()) whole_messages.insert(target.message);
    }
    std::vector<std::size_t> dropped;
    std::erase_if(batches, [&](const auto& entry) {
        const auto& [target, batch] = entry;
        if (batch.is_usable && !whole_messages.contains(target.message)) return false;
        for (const auto& origin : batch.origins) {
            if (!origin.follows) dropped.push_back(origin.change);
        }
        return true;
    });
    return dropped;
}

void ReactionWriter::find_likers(database::Session& session, Batches& batches) {
    database::BatchParameters rows;
    std::vector<std::pair<TargetBatch*, const UserId*>> asked;
    for (auto& [target, batch] : batches) {
        if (!batch.is_usable) continue;
        for (const auto& liker : batch.before.summary.recent) batch.before.likers.emplace(liker.user, liker.since);
        const bool names_everybody = batch.before.summary.holds_everybody();
        for (std::size_t i = 0; i < batch.requests.size(); ++i) {
            const auto& request = batch.requests[i];
            if (batch.before.likers.contains(request.user)) continue;
            // Who takes back what the summary says is not there may know better: a like that was not counted would come
            // back with the repair of its summary. Where reactions exclude one another, this is not asked of those that
            // are taken back because another one is put: a row more for each, for the sake of a damage.
            const bool is_doubtful = request.action == Action::kTakeBack && !batch.origins[i].follows;
            if (names_everybody && !is_doubtful) continue;
            rows.add(target.message, target.reaction, request.user);
            asked.emplace_back(&batch, &request.user);
        }
    }
    if (rows.empty()) return;
    database::ResultSet found = select(session, sql_text::kFindReactions, rows);
    while (found.next()) {
        const auto& [batch, user] = asked.at(found.item(1));
        batch->before.likers.emplace(*user, std::chrono::floor<std::chrono::seconds>(found.time(2)));
        // There are more rows than the summary counts.
        if (batch->before.likers.size() > batch->before.summary.total) batch->is_usable = false;
    }
}

/// A target without a summary could not be locked. If there are rows of it all the same, then mostly somebody else has
/// just made both: the summary is there by now, and is locked. If it is not, it was lost, and the rows contradict the
/// empty one that is made. Returns false if there is no such target.
bool ReactionWriter::lock_overtaken(database::Session& session, Batches& batches) {
    std::vector<MessageReaction> overtaken;
    for (const auto& [target, batch] : batches) {
        if (batch.is_new && !batch.is_usable) overtaken.push_back(target);
    }
    if (overtaken.empty()) return false;
    auto locked = lock_summaries(session, overtaken);
    for (const auto& target : overtaken) {
        auto& batch = batches.at(target);
        batch.is_new = false;
        batch.is_usable = !locked.torn.contains(target);
        batch.before.summary = std::move(locked.summaries.at(target));
    }
    return true;
}

void ReactionWriter::fetch_older_likers(database::Session& session, Batches& batches) const {
    for (auto& [target, batch] : batches) {
        if (!batch.is_usable) continue;
        auto& recent = batch.before.summary.recent;
        const auto unlikes = static_cast<std::size_t>(
            std::count_if(batch.requests.begin(), batch.requests.end(),
                          [](const Request& request) { return request.action == Action::kTakeBack; }));
        if (!needs_older_likers(batch.before.summary, settings_.recent_limit, unlikes)) continue;
        const std::uint64_t before = recent.empty() ? batch.before.summary.version + 1 : recent.front().version;
        const std::size_t wanted =
            settings_.recent_limit.kept() + unlikes - std::min(recent.size(), settings_.recent_limit.kept());
        const auto older = page_of_likers(session, target, before, wanted);
        recent.insert(recent.begin(), older.rbegin(), older.rend());
    }
}

bool ReactionWriter::write(database::Session& session, const Batches& batches) {
    database::LiteralRows made;
    database::LiteralRows removed;
    database::LiteralRows added;
    database::LiteralRows changed;
    for (const auto& [target, batch] : batches) {
        const auto& [summary, outcomes, removed_users, new_likers, changes] = batch.after;
        for (const auto& user : removed_users) removed.add(target.message, target.reaction, user);
        for (const auto& liker : new_likers) {
            added.add(target.message, target.reaction, liker.user, liker.version, *summary.last_reacted_at);
        }
        if (!changes.empty() || batch.is_published) add_summary(batch.is_new ? made : changed, target, summary);
    }
    // First what fails if another writer was faster.
    database::write(session, sql_text::kInsertSummaries, made);
    database::write(session, sql_text::kDeleteReactions, removed);
    database::write(session, sql_text::kInsertReactions, added);
    database::write(session, sql_text::kWriteSummaries, changed);
    // Whatever changes, a summary does.
    return !made.empty() || !changed.empty();
}

/// Touches one of the summaries. Where there is none, nobody has ever reacted, which no crash undoes.
void ReactionWriter::touch_any(database::Session& session, const Batches& batches) {
    const auto any =
        std::find_if(batches.begin(), batches.end(), [](const auto& entry) { return !entry.second.is_new; });
    if (any != batches.end()) touch_summary(session, any->first);
}

}  // namespace likes::store
