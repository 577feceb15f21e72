#include "faults/checker.hpp"

#include <algorithm>

#include "faults/timeline.hpp"

namespace likes::test {
namespace {

std::string text_of(const Hearing::State& state) {
    return "version " + std::to_string(state.version) + " with " +
           (state.liked_by ? names(*state.liked_by) : std::to_string(state.likes_count));
}

Hearing::State state_in_the_end(const Hearing& hearing, const ClientView& view, const Subject& subject) {
    const auto caught_up = hearing.caught_up.find(subject);
    if (caught_up != hearing.caught_up.end() && caught_up->second.back().version > view.version) {
        return caught_up->second.back();
    }
    if (view.liked_by.size() < view.likes_count) return {view.version, view.likes_count};
    return {view.version, view.likes_count, view.liked_by};
}

/// What is read is not older than what was heard or read before.
void check_reads(const Subject& subject, const Hearing& hearing, const std::vector<Hearing::State>& reads,
                 Findings& findings) {
    std::uint64_t known = 0;
    for (const auto& read : reads) {
        known = std::max(known, read.heard_before);
        if (read.version < known) {
            findings.push_back({Wrong::kOutOfOrder, subject, hearing.user,
                                hearing.who + " read version " + std::to_string(read.version) + " when version " +
                                    std::to_string(known) + " was known already"});
        }
        known = std::max(known, read.version);
    }
}

/// What the events and reads say of the subscriber's own user, the newest of it, is what the tables say.
void check_own_flag(const Subject& subject, const Hearing& hearing, const std::vector<LikeEvent>& events,
                    const std::vector<Hearing::State>& reads, const SubjectRows& rows, Findings& findings) {
    if (hearing.user.empty()) return;
    std::uint64_t newest = 0;
    bool flag = false;
    const auto learn = [&](std::uint64_t version, bool reacts) {
        if (version < newest) return;
        newest = version;
        flag = reacts;
    };
    for (const auto& event : events) {
        for (const auto& [user, reacts] : event.changes) {
            if (user == hearing.user) learn(event.version, reacts);
        }
    }
    for (const auto& read : reads) {
        if (read.is_liked) learn(read.version, *read.is_liked);
    }
    const bool is_there = std::find(rows.users.begin(), rows.users.end(), hearing.user) != rows.users.end();
    if (flag == is_there) return;
    findings.push_back({Wrong::kDiverged, subject, hearing.user,
                        "the own flag of " + hearing.who + " should be " + (is_there ? "true" : "false") +
                            ", and was told last by version " + std::to_string(newest)});
}

void check_sizes(const Subject& subject, const Hearing& hearing, const std::vector<LikeEvent>& events,
                 Findings& findings) {
    for (const auto& event : events) {
        if (event.bytes <= kBrokerPacketMax) continue;
        findings.push_back({Wrong::kTooLarge,
                            subject,
                            {},
                            hearing.who + " heard of version " + std::to_string(event.version) + " in " +
                                std::to_string(event.bytes) + " bytes"});
    }
}

/// A version that is told twice is told with the same changes.
void check_repetitions(const Subject& subject, const Hearing& hearing, const std::vector<LikeEvent>& events,
                       Findings& findings) {
    std::map<std::uint64_t, const LikeEvent*> by_version;
    for (const auto& event : events) {
        const auto [known, is_new] = by_version.try_emplace(event.version, &event);
        if (is_new || (known->second->changes == event.changes && known->second->liked_by == event.liked_by)) continue;
        findings.push_back(
            {Wrong::kRepeatedVersion,
             subject,
             {},
             hearing.who + " heard of version " + std::to_string(event.version) + " twice, with other changes"});
    }
}

void check_hearing(const Subject& subject, const Hearing& hearing, const std::vector<LikeEvent>& events,
                   const Timeline::LastChanges& last_changes, const SubjectRows& rows, Findings& findings) {
    check_repetitions(subject, hearing, events, findings);
    check_sizes(subject, hearing, events, findings);
    const auto found = hearing.caught_up.find(subject);
    const auto reads = found == hearing.caught_up.end() ? std::vector<Hearing::State>{} : found->second;
    check_reads(subject, hearing, reads, findings);
    check_own_flag(subject, hearing, events, reads, rows, findings);
    const auto view = view_of(events, subject.first, subject.second);
    const auto held = state_in_the_end(hearing, view, subject);
    const Hearing::State expected{rows.version, rows.total, rows.users};
    if (held.version != expected.version || held.likes_count != expected.likes_count ||
        (held.liked_by && held.liked_by != expected.liked_by)) {
        findings.push_back({Wrong::kDiverged,
                            subject,
                            {},
                            hearing.who + " should hold " + text_of(expected) + ", and holds " + text_of(held)});
    }
    if (!hearing.heard_everything) return;

    // An event names each user once, with what they did last, so earlier changes need not be in any.
    for (const auto& [user, version] : last_changes) {
        const bool is_told =
            std::any_of(events.begin(), events.end(), [&, of = user, since = version](const auto& event) {
                return event.version >= since && std::any_of(event.changes.begin(), event.changes.end(),
                                                             [&](const auto& change) { return change.first == of; });
            });
        if (!is_told) {
            findings.push_back({Wrong::kUntold, subject, user,
                                "changed last by version " + std::to_string(version) + ", and " + hearing.who +
                                    " heard of no event from there on that names the user"});
        }
        const bool is_there = std::find(rows.users.begin(), rows.users.end(), user) != rows.users.end();
        const auto flag = view.flags.find(user);
        if (flag == view.flags.end() || flag->second != is_there) {
            findings.push_back({Wrong::kDiverged, subject, user,
                                hearing.who + " should have been told last that the user " +
                                    (is_there ? "reacts" : "does not react")});
        }
    }
}

/// Without the reads that a dying database may have undone: nobody was answered, before it died, for a change that is
/// as new.
std::vector<Call> promised(const Evidence& evidence) {
    const auto& deaths = evidence.deaths_of_the_database;
    const auto next_death = [&](Moment moment) {
        return static_cast<std::size_t>(std::lower_bound(deaths.begin(), deaths.end(), moment) - deaths.begin());
    };
    std::vector<std::map<Subject, std::uint64_t>> answered(deaths.size() + 1);
    for (const auto& call : evidence.calls) {
        if (call.ask == Ask::kRead || !call.answer) continue;
        auto& newest = answered[next_death(call.ended)][call.subject];
        newest = std::max(newest, call.answer->version);
    }
    std::vector<Call> calls;
    for (const auto& call : evidence.calls) {
        const auto death = next_death(call.begun);
        const bool is_promise = call.ask != Ask::kRead || !call.answer || death == deaths.size() ||
                                call.answer->version <= answered[death][call.subject];
        if (is_promise) calls.push_back(call);
    }
    return calls;
}

}  // namespace

Findings check(const Evidence& evidence) {
    std::map<Subject, Timeline> timelines;
    const auto timeline_of = [&](const Subject& subject) -> Timeline& {
        return timelines.try_emplace(subject, subject, evidence.lateness).first->second;
    };
    for (const auto& call : promised(evidence)) timeline_of(call.subject).add(call);
    std::vector<std::map<Subject, std::vector<LikeEvent>>> heard;
    for (const auto& hearing : evidence.hearings) {
        auto& events_of = heard.emplace_back();
        for (const auto& event : hearing.events) {
            const Subject subject{event.message_id, event.reaction};
            events_of[subject].push_back(event);
            timeline_of(subject).add(event, hearing.who);
        }
        for (const auto& [subject, reads] : hearing.caught_up) {
            for (const auto& read : reads) {
                timeline_of(subject).add(read.version, read.likes_count, read.liked_by, "a read of " + hearing.who);
            }
        }
    }
    for (const auto& [subject, rows] : evidence.tables) timeline_of(subject);

    Findings findings;
    for (auto& [subject, timeline] : timelines) {
        const auto found = evidence.tables.find(subject);
        const SubjectRows rows = found == evidence.tables.end() ? SubjectRows{} : found->second;
        timeline.add(rows);
        const auto last_changes = timeline.check(findings);
        for (std::size_t i = 0; i < heard.size(); ++i) {
            check_hearing(subject, evidence.hearings[i], heard[i][subject], last_changes, rows, findings);
        }
    }
    return findings;
}

}  // namespace likes::test
