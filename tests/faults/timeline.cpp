#include "faults/timeline.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace likes::test {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

bool contains(const std::vector<std::string>& users, const std::string& user) {
    return std::find(users.begin(), users.end(), user) != users.end();
}

std::string version_text(std::uint64_t version) {
    return "version " + std::to_string(version);
}

std::string description(const Call& call) {
    const std::string name = call.ask == Ask::kPut ? "put" : call.ask == Ask::kTakeBack ? "take back" : "read";
    return "the " + name + " of " + call.user +
           (call.answer ? " that was answered with " + version_text(call.answer->version) : " without an answer");
}

/// Who is in one list only.
std::vector<std::string> difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const std::set<std::string> first{a.begin(), a.end()};
    const std::set<std::string> second{b.begin(), b.end()};
    std::vector<std::string> users;
    std::set_symmetric_difference(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(users));
    return users;
}

/// For each of `calls`, the greatest version that was answered before it began.
std::vector<std::uint64_t> known_before(const std::vector<Call>& calls) {
    std::vector<std::pair<Moment, std::uint64_t>> answers;
    for (const auto& call : calls) {
        if (call.answer) answers.emplace_back(call.ended, call.answer->version);
    }
    std::sort(answers.begin(), answers.end());
    for (std::size_t i = 1; i < answers.size(); ++i) {
        answers[i].second = std::max(answers[i].second, answers[i - 1].second);
    }
    std::vector<std::uint64_t> known;
    for (const auto& call : calls) {
        const auto later = std::lower_bound(answers.begin(), answers.end(), std::pair{call.begun, std::uint64_t{0}});
        known.push_back(later == answers.begin() ? 0 : std::prev(later)->second);
    }
    return known;
}

/// For each of `calls`, the smallest version with which a change was answered that began that much after it had ended.
std::vector<std::uint64_t> answered_after(const std::vector<Call>& calls, std::chrono::milliseconds lateness) {
    std::vector<std::pair<Moment, std::uint64_t>> answers;
    for (const auto& call : calls) {
        if (call.answer && call.ask != Ask::kRead) answers.emplace_back(call.begun, call.answer->version);
    }
    std::sort(answers.begin(), answers.end());
    for (std::size_t i = answers.size(); i > 1; --i) {
        answers[i - 2].second = std::min(answers[i - 2].second, answers[i - 1].second);
    }
    std::vector<std::uint64_t> versions;
    for (const auto& call : calls) {
        const auto later = std::upper_bound(answers.begin(), answers.end(), std::pair{call.ended + lateness, kNever});
        versions.push_back(later == answers.end() ? kNever : later->second);
    }
    return versions;
}

/// Who reacts, by an answer or event; nullopt if it names some of them only.
template <class State>
std::optional<std::vector<std::string>> everybody_in(const State& state) {
    if (state.truncated) return std::nullopt;
    return state.liked_by;
}

}  // namespace

Timeline::Timeline(Subject subject, std::chrono::milliseconds lateness)
    : subject_{std::move(subject)}, lateness_{lateness} {
    states_[0] = {{}, "the beginning"};
}

void Timeline::add(const Call& call) {
    calls_.push_back(call);
    if (!call.answer) return;
    check_names(call);
    add(call.answer->version, call.answer->likes_count, everybody_in(*call.answer), description(call));
}

/// The answer says what was asked for, and names the user accordingly, if it names everybody.
void Timeline::check_names(const Call& call) {
    const auto& answer = *call.answer;
    const bool is_named = contains(answer.liked_by, call.user);
    const bool expected = call.ask == Ask::kRead ? answer.is_liked : call.ask == Ask::kPut;
    if (answer.is_liked == expected && (is_named == expected || (answer.truncated && !is_named))) return;
    findings_.push_back({Wrong::kContradiction, subject_, call.user,
                         description(call) + " says the opposite: is_liked is " + (answer.is_liked ? "true" : "false") +
                             ", and it names " + names(answer.liked_by)});
}

void Timeline::add(const LikeEvent& event, const std::string& heard_by) {
    add(event.version, event.likes_count, everybody_in(event), "an event that " + heard_by + " heard");
}

void Timeline::add(const SubjectRows& rows) {
    for (const auto& [version, state] : states_) {
        if (version <= rows.version) continue;
        findings_.push_back({Wrong::kLost,
                             subject_,
                             {},
                             "the tables are at " + version_text(rows.version) + ", but " + state.source + " was at " +
                                 version_text(version)});
    }
    enter(rows.version, rows.total, rows.users, "the tables in the end");
}

void Timeline::add(std::uint64_t version, std::uint64_t count, const std::optional<std::vector<std::string>>& users,
                   const std::string& source) {
    if (users) {
        enter(version, count, *users, source);
    } else {
        counts_.push_back({version, count, source});
    }
}

void Timeline::enter(std::uint64_t version, std::uint64_t count, const std::vector<std::string>& users,
                     const std::string& source) {
    if (count != users.size()) {
        findings_.push_back({Wrong::kDoubled,
                             subject_,
                             {},
                             source + " counts " + std::to_string(count) + ", but names " + names(users)});
    }
    const std::set<std::string> different{users.begin(), users.end()};
    for (const auto& user : different) {
        if (std::count(users.begin(), users.end(), user) == 1) continue;
        findings_.push_back({Wrong::kDoubled, subject_, user, source + " names the user twice"});
    }
    const auto [known, is_new] = states_.try_emplace(version, State{users, source});
    if (is_new || known->second.users == users) return;
    findings_.push_back({Wrong::kRepeatedVersion,
                         subject_,
                         {},
                         version_text(version) + " is " + names(known->second.users) + " by " + known->second.source +
                             ", and " + names(users) + " by " + source});
}

void Timeline::check_counts(Findings& findings) const {
    for (const auto& each : counts_) {
        const auto state = states_.find(each.version);
        if (state == states_.end() || state->second.users.size() == each.count) continue;
        findings.push_back({Wrong::kRepeatedVersion,
                            subject_,
                            {},
                            version_text(each.version) + " is " + names(state->second.users) + " by " +
                                state->second.source + ", and " + std::to_string(each.count) + " by " + each.source});
    }
}

void Timeline::check_order(Findings& findings) const {
    const auto known = known_before(calls_);
    for (std::size_t i = 0; i < calls_.size(); ++i) {
        if (!calls_[i].answer || calls_[i].answer->version >= known[i]) continue;
        findings.push_back({Wrong::kOutOfOrder, subject_, calls_[i].user,
                            description(calls_[i]) + " began when " + version_text(known[i]) + " was known already"});
    }
}

/// A call that was answered took effect by the version of its answer. (Most make that version. But a process may die,
/// or lose the database, between its commit and the answer; the call is then made again by nginx or the handler, and
/// finds its work done.)
///
/// A call without an answer may have taken effect, even after its client gave up: a COMMIT that a killed process has
/// sent is executed when the database comes to it. But it cannot take effect later than a change of the same row that
/// began after it had ended and was answered. Whoever made the call is dead or done with it by then, as nginx waits for
/// the handler, and the client for nginx; so nothing but that COMMIT can be on its way, with what it writes. If it is,
/// its transaction holds the lock on the summary row, without which the later change had not been answered; or it is to
/// make that row, and fails because the later change has made it. A read takes no lock and proves nothing.
///
/// Where somebody on the way gives up before the handler does (nginx, or a connection between them), the call may be
/// made that much later.
///
/// And no call takes effect before it began: it makes a version after all that were known by then.
std::vector<Timeline::Cause> Timeline::causes() const {
    const auto after = known_before(calls_);
    const auto until = answered_after(calls_, lateness_);
    std::vector<Cause> causes;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
        if (calls_[i].ask == Ask::kRead) continue;
        causes.push_back({&calls_[i], after[i], calls_[i].answer ? calls_[i].answer->version : until[i]});
    }
    // Where several calls can have made a change, the one that soonest can no more is taken: no choice is better.
    std::sort(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) { return a.until < b.until; });
    return causes;
}

/// The calls of the user that had begun when that version was not known yet, the latest of them, in words.
std::string Timeline::last_calls(const std::string& user, std::uint64_t version) const {
    constexpr std::size_t kShown = 8;
    const auto after = known_before(calls_);
    Moment start = Moment::max();
    std::vector<const Call*> calls;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
        start = std::min(start, calls_[i].begun);
        if (calls_[i].user == user && calls_[i].ask != Ask::kRead && after[i] < version) calls.push_back(&calls_[i]);
    }
    std::sort(calls.begin(), calls.end(), [](const Call* a, const Call* b) { return a->begun < b->begun; });
    if (calls.size() > kShown) calls.erase(calls.begin(), calls.end() - kShown);
    std::string text;
    const auto milliseconds = [&](Moment moment) {
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(moment - start).count());
    };
    for (const auto* call : calls) {
        text +=
            "; from " + milliseconds(call->begun) + " to " + milliseconds(call->ended) + " ms " + description(*call);
    }
    return text;
}

Timeline::LastChanges Timeline::check(Findings& findings) const {
    findings.insert(findings.end(), findings_.begin(), findings_.end());
    check_counts(findings);
    check_order(findings);
    LastChanges last_changes;
    std::map<std::pair<std::string, bool>, std::vector<Cause>> causes_of;
    for (const auto& cause : causes()) causes_of[{cause.call->user, cause.call->ask == Ask::kPut}].push_back(cause);
    for (auto state = std::next(states_.begin()); state != states_.end(); ++state) {
        const std::uint64_t version_before = std::prev(state)->first;
        const State& before = std::prev(state)->second;
        const std::uint64_t version = state->first;
        const State& now = state->second;
        const auto changed = difference(before.users, now.users);
        if (changed.size() > version - version_before) {
            findings.push_back({Wrong::kRepeatedVersion,
                                subject_,
                                {},
                                std::to_string(changed.size()) + " users changed from " + version_text(version_before) +
                                    " to " + version_text(version) + ": " + names(changed)});
        }
        for (const auto& user : changed) {
            const bool reacts = contains(now.users, user);
            last_changes[user] = version;
            auto& causes = causes_of[{user, reacts}];
            const auto cause = std::find_if(causes.begin(), causes.end(), [&](const Cause& each) {
                return !each.used && each.after < version && each.until > version_before;
            });
            if (cause != causes.end()) {
                cause->used = true;
                continue;
            }
            const std::string text = std::string{"expected "} + (reacts ? "not " : "") + "to react, as in " +
                                     version_text(version_before) + " by " + before.source + "; in " +
                                     version_text(version) + " by " + now.source + (reacts ? " does" : " does not") +
                                     ", and no call that is left can have done that" + last_calls(user, version);
            findings.push_back({reacts ? Wrong::kDoubled : Wrong::kLost, subject_, user, text});
        }
    }
    return last_changes;
}

}  // namespace likes::test
