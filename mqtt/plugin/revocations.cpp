#include "plugin/revocations.hpp"

#include <algorithm>
#include <utility>

namespace likes::plugin {

Revocations::Revocations(std::chrono::seconds max_token_lifetime, std::size_t max_entries)
    : max_token_lifetime_{max_token_lifetime}, max_entries_{max_entries} {}

bool Revocations::add(const realtime::Revocation& revocation, Time now) {
    if (revocation.before + max_token_lifetime_ <= now) return true;  // Every token that it concerns has expired.
    const Key key{revocation.user, revocation.chat};
    const auto known = of_.find(key);
    if (known != of_.end()) {
        if (revocation.before <= known->second->first) return true;
        const auto later = by_time_.emplace(revocation.before, key);
        by_time_.erase(std::exchange(known->second, later));
        return true;
    }
    if (by_time_.size() >= max_entries_) {
        // Times of revocations may lie ahead of `now`, because they come from the database's clock.
        void_until_ = std::max({void_until_, now, revocation.before, by_time_.rbegin()->first});
        of_.clear();
        by_time_.clear();
        return false;
    }
    of_.emplace(key, by_time_.emplace(revocation.before, key));
    return true;
}

bool Revocations::is_revoked(const UserId& user, const Uuid& chat, Time issued_at) const {
    if (is_void(issued_at)) return true;
    const auto entry = of_.find(Key{user, chat});
    return entry != of_.end() && issued_at <= entry->second->first;
}

void Revocations::prune(Time now) {
    while (!by_time_.empty() && by_time_.begin()->first + max_token_lifetime_ <= now) {
        of_.erase(by_time_.begin()->second);
        by_time_.erase(by_time_.begin());
    }
}

}  // namespace likes::plugin
