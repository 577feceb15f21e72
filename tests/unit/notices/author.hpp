#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/reaction.hpp"
#include "notices/rules.hpp"

namespace likes::test {

inline UserId user_named(const std::string& name) {
    return UserId::parse(name).value();
}

inline Reaction reaction_named(const std::string& code) {
    return Reaction::parse(code).value();
}

/// A message of an author, what people do with it, and the notice that the rules make of that: what the consumer of the
/// feed does, without a database.
class Author {
  public:
    explicit Author(notices::Policy policy = {}) : policy_{policy} {}

    static constexpr const char* kName = "alice";

    void puts(const std::string& user, const std::string& code = "like") {
        now_ += std::chrono::seconds{1};
        stands_.emplace(user_named(user), reaction_named(code));
        at_.push_back({user_named(user), reaction_named(code), now_});
        named_.push_back(user_named(user));
    }
    void takes_back(const std::string& user, const std::string& code = "like") {
        now_ += std::chrono::seconds{1};
        stands_.erase({user_named(user), reaction_named(code)});
        named_.push_back(user_named(user));
    }
    void is_erased(const std::string& user) {
        std::erase_if(stands_, [&](const auto& one) { return one.first == user_named(user); });
        known_.erase(user_named(user));
    }
    void blocks(const std::string& user) { blocked_.insert(user_named(user)); }

    /// What the rules make of all that has happened since the last call.
    notices::Outcome settle() {
        notices::Facts facts;
        facts.is_deleted = is_deleted;
        facts.is_member = is_member;
        facts.wants_news = wants_news;
        facts.standing = standing();
        for (const auto& user : std::exchange(named_, {})) {
            if (is_hidden(user) || !reacts(user)) continue;
            if (std::find(facts.reacting.begin(), facts.reacting.end(), user) != facts.reacting.end()) continue;
            facts.reacting.push_back(user);
            if (known_.contains(user)) facts.known.insert(user);
        }
        facts.known_count = known_.size();
        const auto next = notices::apply(notice, facts, head + 1, now_, policy_);
        is_told = next.is_told;
        known_.insert(next.remembered.begin(), next.remembered.end());
        if (next.notice && next.notice->sequence > head) ++head;
        notice = next.notice;
        return next.outcome;
    }

    /// What the recipient does, as the REST handlers do it.
    void sees() { seen = head; }
    void reads() {
        notice->is_read = true;
        notice->new_since_read = 0;
    }
    void dismisses() { notice->state = notices::State::kPutAway; }

    bool is_listed() const { return notice && notice->state == notices::State::kStands; }
    int badge() const { return notice && notices::is_unread(*notice, seen) ? 1 : 0; }
    std::size_t known_count() const { return known_.size(); }

    /// Counted anew from what stands.
    notices::Standing standing() const {
        std::vector<notices::StandingReaction> all;
        for (const auto& [user, reaction] : stands_) {
            Time at;
            for (const auto& one : at_) {
                if (one.user == user && one.reaction == reaction) at = one.at;
            }
            all.push_back({user, reaction, at, is_hidden(user)});
        }
        return notices::standing_of(all);
    }

    bool is_deleted = false;
    bool is_member = true;
    bool wants_news = true;
    bool is_told = false;
    std::optional<notices::Notice> notice;
    std::uint64_t head = 0;
    std::uint64_t seen = 0;

  private:
    bool is_hidden(const UserId& user) const { return user.str() == kName || blocked_.contains(user); }
    bool reacts(const UserId& user) const {
        for (const auto& [who, reaction] : stands_) {
            if (who == user) return true;
        }
        return false;
    }

    notices::Policy policy_;
    Time now_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}};
    std::set<std::pair<UserId, Reaction>> stands_;
    std::vector<notices::StandingReaction> at_;
    std::vector<UserId> named_;
    std::set<UserId> known_;
    std::set<UserId> blocked_;
};

}  // namespace likes::test
