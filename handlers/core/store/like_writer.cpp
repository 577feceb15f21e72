#include "store/like_writer.hpp"

#include <algorithm>

#include "store/audience.hpp"
#include "store/locked_summaries.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {

/// What the chat backend's tables say of one change.
struct LikeWriter::Resolved {
    std::optional<Uuid> chat;
    bool is_member = false;
};

/// The part of a batch that concerns one subject, from the locked row to the rows to write.
struct LikeWriter::SubjectBatch {
    Uuid chat;
    /// What is asked of it, in order.
    std::vector<Request> requests;
    /// Which change of the batch each request is; nullopt for what another reaction of the same user brings about.
    std::vector<std::optional<std::size_t>> items;
    Before before;
    Transition after;
    /// The row of the outbox that tells of `after.deeds`; nullopt if nothing happened or nobody hears of it.
    std::optional<Uuid> outbox_id;
    bool has_told = false;
    /// Of the first of the requests.
    Trace trace;
};

namespace {

std::uint64_t unix_milliseconds(Time time) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

}  // namespace

LikeWriter::LikeWriter(Session session, Settings settings, Clock clock, RandomBits random)
    : session_{std::move(session)},
      settings_{std::move(settings)},
      clock_{std::move(clock)},
      random_{std::move(random)} {}

LikeWriter::Written LikeWriter::apply(std::span<const LikeChange> changes) {
    Written written;
    session_.transaction([&](Session&) { written = apply_once(changes); });
    return written;
}

LikeWriter::Written LikeWriter::apply_once(std::span<const LikeChange> changes) {
    Written written;
    written.outcomes.resize(changes.size(), LikeOutcome{Verdict::kNoSuchMessage, {}});

    // 1. Which changes may be, and which subjects they are about. The map's order is the order of the locks.
    Batches batches;
    const auto resolved = resolve(session_, changes);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!resolved[i].chat) continue;
        if (!resolved[i].is_member) {
            written.outcomes[i].verdict = Verdict::kNotAMember;
            continue;
        }
        add_to(batches, changes[i], *resolved[i].chat, i);
    }
    if (batches.empty()) return written;

    // 2. Lock. From here on nobody else changes these subjects.
    lock(session_, batches);

    // 3. Read what the rules need.
    find_likers(session_, batches);
    fetch_older_likers(session_, batches);

    // 4. Apply the rules.
    const Time now = clock_();
    for (auto& [subject, batch] : batches) {
        batch.after = apply_batch(std::move(batch.before), batch.requests, now, settings_.window);
        for (std::size_t i = 0; i < batch.items.size(); ++i) {
            if (batch.items[i]) written.outcomes[*batch.items[i]] = std::move(batch.after.outcomes[i]);
        }
        if (batch.after.deeds.empty()) continue;
        leave_in_outbox(batch, batch.chat, now);
        take_turn_of(subject, batch, now, written);
    }

    // 5. Write exactly what changed.
    write(session_, batches);
    return written;
}

LikeWriter::Written LikeWriter::tell(std::span<const Reminder> reminders) {
    Written written;
    session_.transaction([&](Session& session) {
        written = {};
        Batches batches;
        for (const auto& reminder : reminders) {
            auto& batch = batches[reminder.subject];
            batch.chat = reminder.chat;
            batch.trace = reminder.trace;
        }
        lock(session, batches);
        const Time now = clock_();
        for (auto& [subject, batch] : batches) {
            batch.after.summary = std::move(batch.before.summary);
            take_turn_of(subject, batch, now, written);
        }
        write(session, batches);
    });
    return written;
}

LikeWriter::Erased LikeWriter::erase(std::span<const Subject> subjects, const UserId& user, const Record& record) {
    Erased erased;
    session_.transaction([&](Session& session) {
        erased = {};
        Batches batches;
        for (const auto& subject : subjects) {
            auto& batch = batches[subject];
            batch.requests.push_back({user, Action::kTakeBack});
            batch.items.emplace_back(std::nullopt);
        }
        lock(session, batches);
        find_likers(session, batches);
        fetch_older_likers(session, batches);
        const auto chats = chats_of(session, subjects);
        const Time now = clock_();
        for (auto& [subject, batch] : batches) {
            batch.after = apply_batch(std::move(batch.before), batch.requests, now, settings_.window);
            if (batch.after.deeds.empty()) continue;
            ++erased.reactions;
            const auto chat = chats.find(subject.message);
            if (chat == chats.end()) continue;
            leave_in_outbox(batch, chat->second, now);
            ++erased.told;
        }
        write(session, batches);
        record(session, erased);
    });
    return erased;
}

void LikeWriter::leave_in_outbox(SubjectBatch& batch, const Uuid& chat, Time now) const {
    batch.chat = chat;
    batch.outbox_id = make_uuid_v7(unix_milliseconds(now), random_);
    batch.after.summary.untold.push_back({*batch.outbox_id, batch.after.deeds});
}

void LikeWriter::take_turn_of(const Subject& subject, SubjectBatch& batch, Time now, Written& written) const {
    Summary& summary = batch.after.summary;
    if (auto untold = take_turn(summary, now, settings_.event_interval)) {
        batch.has_told = true;
        written.events.push_back(
            make_event(batch.chat, subject, snapshot_of(summary, settings_.window), std::move(*untold)));
        written.events.back().trace = batch.trace;
    } else if (!summary.untold.empty()) {
        written.later.push_back({batch.chat, subject, summary.next_event_at, batch.trace});
    }
}

std::vector<LikeWriter::Resolved> LikeWriter::resolve(Session& session, std::span<const LikeChange> changes) {
    Rows rows;
    for (const auto& change : changes) rows.add(change.subject.message, change.user);
    std::vector<Resolved> resolved(changes.size());
    Result found = select(session, sql_text::kResolve, rows);
    while (found.next()) resolved.at(found.item(1)) = {found.uuid(2), found.flag(3)};
    return resolved;
}

void LikeWriter::add_to(Batches& batches, const LikeChange& change, const Uuid& chat, std::size_t item) const {
    const auto add = [&](const Reaction& reaction, Action action, std::optional<std::size_t> of) {
        auto& batch = batches[{change.subject.message, reaction}];
        batch.chat = chat;
        if (batch.requests.empty()) batch.trace = change.trace;
        batch.requests.push_back({change.user, action});
        batch.items.push_back(of);
    };
    add(change.subject.reaction, change.action, item);
    if (change.action == Action::kTakeBack) return;
    for (const auto& other : settings_.exclusive) {
        if (other != change.subject.reaction) add(other, Action::kTakeBack, std::nullopt);
    }
}

void LikeWriter::lock(Session& session, Batches& batches) {
    std::vector<Subject> subjects;
    subjects.reserve(batches.size());
    for (const auto& [subject, batch] : batches) subjects.push_back(subject);
    auto summaries = lock_summaries(session, subjects);
    for (auto& [subject, batch] : batches) batch.before.summary = std::move(summaries.at(subject));
}

void LikeWriter::find_likers(Session& session, Batches& batches) {
    Rows rows;
    std::vector<std::pair<SubjectBatch*, const UserId*>> asked;
    for (auto& [subject, batch] : batches) {
        for (const auto& liker : batch.before.summary.recent) batch.before.likers.insert(liker.user);
        if (batch.before.summary.holds_everybody()) continue;
        for (const auto& request : batch.requests) {
            if (batch.before.likers.contains(request.user)) continue;
            rows.add(subject.message, subject.reaction, request.user);
            asked.emplace_back(&batch, &request.user);
        }
    }
    if (rows.empty()) return;
    Result found = select(session, sql_text::kFindReactions, rows);
    while (found.next()) {
        const auto& [batch, user] = asked.at(found.item(1));
        batch->before.likers.insert(*user);
    }
}

void LikeWriter::fetch_older_likers(Session& session, Batches& batches) const {
    for (auto& [subject, batch] : batches) {
        auto& recent = batch.before.summary.recent;
        const auto unlikes = static_cast<std::size_t>(
            std::count_if(batch.requests.begin(), batch.requests.end(),
                          [](const Request& request) { return request.action == Action::kTakeBack; }));
        if (!needs_older_likers(batch.before.summary, settings_.window, unlikes)) continue;
        const std::uint64_t before = recent.empty() ? batch.before.summary.version + 1 : recent.front().version;
        const std::size_t wanted = settings_.window.kept() + unlikes - std::min(recent.size(), settings_.window.kept());
        const auto older = page_of_likers(session, subject, before, wanted);
        recent.insert(recent.begin(), older.rbegin(), older.rend());
    }
}

void LikeWriter::write(Session& session, const Batches& batches) {
    Rows removed;
    Rows added;
    Rows summaries;
    Rows outbox;
    for (const auto& [subject, batch] : batches) {
        const auto& [summary, outcomes, gone, come, deeds] = batch.after;
        for (const auto& user : gone) removed.add(subject.message, subject.reaction, user);
        for (const auto& liker : come) {
            added.add(subject.message, subject.reaction, liker.user, liker.version, *summary.last_reacted_at);
        }
        if (!deeds.empty() || batch.has_told) add_summary(summaries, subject, summary);
        if (batch.outbox_id) {
            outbox.add(*batch.outbox_id, batch.chat, subject.message, subject.reaction, format_deeds(deeds));
        }
    }
    execute(session, sql_text::kDeleteReactions, removed);
    execute(session, sql_text::kInsertReactions, added);
    execute(session, sql_text::kWriteSummaries, summaries);
    execute(session, sql_text::kInsertOutbox, outbox);
}

}  // namespace likes::store
