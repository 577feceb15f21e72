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
    if (caught_up != hearing.caught_up.end() && caught_up->second.version > view.version) return caught_up->second;
    return {view.version, view.likes_count, view.liked_by};
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

}  // namespace

Findings check(const Evidence& evidence) {
    std::map<Subject, Timeline> timelines;
    const auto timeline_of = [&](const Subject& subject) -> Timeline& {
        return timelines.try_emplace(subject, subject).first->second;
    };
    for (const auto& call : evidence.calls) timeline_of(call.subject).add(call);
    std::vector<std::map<Subject, std::vector<LikeEvent>>> heard;
    for (const auto& hearing : evidence.hearings) {
        auto& events_of = heard.emplace_back();
        for (const auto& event : hearing.events) {
            const Subject subject{event.message_id, event.reaction};
            events_of[subject].push_back(event);
            timeline_of(subject).add(event, hearing.who);
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
