#include "relay/revoker.hpp"

#include <algorithm>
#include <set>

#include "realtime/revocation_message.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::relay {
namespace {

using realtime::RevocationMessage;

/// How long the broker may take to acknowledge revocations.
constexpr std::chrono::milliseconds kPatience{2000};
/// How far back an ordinary search goes: the longest that a chat backend may take from writing `left_at` to its commit,
/// and that its clock may be behind. A full search goes back as far as a token can live.
constexpr std::chrono::seconds kRecent{60};
constexpr std::chrono::seconds kFullSearchInterval{10};
/// A chat backend may keep `left_at` in whole seconds, so within that second a member can come back and leave again
/// with the same one. Another second is for its clock.
constexpr std::chrono::seconds kSameLeaving{2};
/// A revocation is sent again after this time, for a return between two searches that ended with the same `left_at`.
constexpr std::chrono::seconds kSendAgainAfter{60};

/// Call after a search, when the broker has all revocations, `revoked` of them for the first time.
void count_search(std::size_t revoked) {
    if (revoked > 0) log::info("revoked the access of members who left a chat", {{"members", revoked}});
    runtime::counters().revocations_sent.add(revoked);
    runtime::counters().revocations_sent_at.set(
        std::chrono::floor<std::chrono::seconds>(system_now()).time_since_epoch().count());
}

}  // namespace

Revoker::Revoker(std::chrono::seconds token_lifetime, store::FormerMembers& former_members, publishing::Broker& broker,
                 SteadyClock clock)
    : token_lifetime_{token_lifetime}, former_members_{former_members}, broker_{broker}, clock_{std::move(clock)} {}

void Revoker::run_once() {
    if (!broker_.is_connected()) return;
    // Read before the search, which so finds everybody who left before this connection began.
    if (const auto connection = broker_.connection(); connection != connection_) {
        connection_ = connection;
        sent_.clear();
        completed_at_.reset();
    }
    const auto now = clock_();
    const bool is_full = !completed_at_ || now - *completed_at_ >= kFullSearchInterval;
    const auto lookback = is_full ? token_lifetime_ + kRecent : kRecent;
    const auto found = former_members_.find(lookback);
    // A clock that was set back must not make a revocation older than the tokens of before.
    newest_ = std::max(newest_, found.as_of);

    forget_returned(found, lookback, is_full);
    const auto members = to_send(found);
    if ((is_full || !members.empty()) && !send(members, newest_)) return;
    const std::size_t revoked = remember(members, found.as_of);
    if (is_full) {
        const auto complete = to_json(RevocationMessage{{}, true});
        if (!broker_.publish_once(connection_, realtime::kRevocationTopic, complete)) return;
        completed_at_ = now;
    }
    count_search(revoked);
}

/// Forgets whoever is not found any more. A search that is not full says nothing of those who left before it begins.
void Revoker::forget_returned(const Found& found, std::chrono::seconds lookback, bool is_full) {
    std::set<Membership> present;
    for (const auto& member : found.members) present.emplace(member.chat, member.user);
    std::erase_if(sent_, [&](const auto& sent) {
        return (is_full || sent.second.left_at > found.as_of - lookback) && !present.contains(sent.first);
    });
}

std::vector<store::FormerMember> Revoker::to_send(const Found& found) const {
    auto members = found.members;
    std::erase_if(members, [&](const auto& member) { return is_known_to_broker(member, found.as_of); });
    return members;
}

/// False where that is not certain: sending a revocation twice does no harm.
bool Revoker::is_known_to_broker(const store::FormerMember& member, Time as_of) const {
    const auto sent = sent_.find({member.chat, member.user});
    if (sent == sent_.end() || sent->second.left_at != member.left_at) return false;
    const auto age = sent->second.as_of - member.left_at;
    if (age < kSameLeaving && age > -kSameLeaving) return false;
    return sent->second.as_of <= as_of && as_of < sent->second.as_of + kSendAgainAfter;
}

/// Call when the broker has these revocations. Returns how many of them it did not have before.
std::size_t Revoker::remember(const std::vector<store::FormerMember>& members, Time as_of) {
    std::size_t revoked = 0;
    for (const auto& member : members) {
        auto& sent = sent_[{member.chat, member.user}];
        if (sent.left_at != member.left_at) ++revoked;
        sent = {member.left_at, as_of};
    }
    return revoked;
}

/// Sends at least one message, so that a broker that refuses them is noticed. True if it has accepted them all.
bool Revoker::send(const std::vector<store::FormerMember>& members, Time before) {
    auto member = members.begin();
    do {
        RevocationMessage message;
        for (; member != members.end() && message.revocations.size() < RevocationMessage::kMaxRevocations; ++member) {
            message.revocations.push_back({member->user, member->chat, before});
        }
        if (!broker_.publish(realtime::kRevocationTopic, to_json(message))) return false;
    } while (member != members.end());
    if (!is_accepted()) {
        if (!std::exchange(failing_, true))
            log::error("the broker does not accept revocations; the relay keeps sending them until it does");
        return false;
    }
    failing_ = false;
    return true;
}

bool Revoker::is_accepted() {
    const bool is_answered = broker_.wait_until_answered(kPatience);
    return broker_.take_failures() == 0 && is_answered;
}

}  // namespace likes::relay
