#include "relay/revoker.hpp"

#include <algorithm>
#include <utility>

#include "realtime/revocation_message.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::relay {
namespace {

using realtime::RevocationMessage;
using std::chrono::steady_clock;

/// How long the broker may take to acknowledge revocations.
constexpr std::chrono::milliseconds kPatience{2000};
/// How far back an ordinary search goes: the longest that a chat backend may take from writing `left_at` to its commit,
/// and that its clock may be behind. A full search goes back as far as a token can live.
constexpr std::chrono::seconds kRecent{60};
constexpr std::chrono::seconds kFullSearchInterval{10};

/// Call after a search, when the broker has all revocations.
void count_search(std::size_t sent) {
    runtime::counters().revocations_sent.add(sent);
    runtime::counters().revocations_sent_at.set(
        std::chrono::floor<std::chrono::seconds>(system_now()).time_since_epoch().count());
}

}  // namespace

Revoker::Revoker(const runtime::Config& config)
    : token_lifetime_{config.realtime.token_lifetime},
      former_members_{database::Session{service::session_settings(config)}},
      broker_{service::broker_settings(config)} {}

void Revoker::run_once() {
    if (!broker_.is_connected()) return;
    const std::uint64_t connection = broker_.connection();
    const bool is_new = connection != informed_connection_;
    if (is_new) sent_.clear();

    const auto now = steady_clock::now();
    const bool full = is_new || now - last_full_search_ >= kFullSearchInterval;
    auto found = former_members_.find(full ? token_lifetime_ + kRecent : kRecent);
    if (full) last_full_search_ = now;
    const auto members = unknown_to_broker(std::move(found.members));
    if (members.empty() && !is_new) {
        count_search(0);
        return;
    }

    if (!send(members, found.as_of, is_new)) {
        informed_connection_ = 0;
        return;
    }
    count_search(members.size());
    informed_connection_ = connection;
    for (const auto& member : members) sent_[{member.chat, member.user, member.left_at}] = found.as_of;
    forget_expired(found.as_of);
}

std::vector<store::FormerMember> Revoker::unknown_to_broker(std::vector<store::FormerMember> members) const {
    std::erase_if(members, [this](const store::FormerMember& member) {
        return sent_.contains({member.chat, member.user, member.left_at});
    });
    return members;
}

bool Revoker::send(const std::vector<store::FormerMember>& members, Time before, bool is_everything) {
    auto member = members.begin();
    do {
        RevocationMessage message;
        for (; member != members.end() && message.revocations.size() < RevocationMessage::kMaxRevocations; ++member) {
            message.revocations.push_back({member->user, member->chat, before});
        }
        message.complete = is_everything && member == members.end();
        if (!broker_.publish(0, realtime::kRevocationTopic, to_json(message), {})) return false;
    } while (member != members.end());
    if (!is_accepted()) {
        if (!std::exchange(failing_, true))
            log::error("the broker does not accept revocations; the relay keeps sending them until it does");
        return false;
    }
    failing_ = false;
    if (!members.empty()) log::info("revoked the access of members who left a chat", {{"members", members.size()}});
    return true;
}

/// True if the broker has accepted every message that was sent.
bool Revoker::is_accepted() {
    const bool is_answered = broker_.wait_until_answered(kPatience);
    const auto answers = broker_.take_answers();
    return is_answered &&
           std::all_of(answers.begin(), answers.end(), [](const auto& answer) { return answer.accepted; });
}

void Revoker::forget_expired(Time now) {
    // Twice as long as a full search goes back, so that no revocation is sent twice.
    const auto old = now - 2 * (token_lifetime_ + kRecent);
    std::erase_if(sent_, [&](const auto& sent) { return sent.second < old; });
}

}  // namespace likes::relay
