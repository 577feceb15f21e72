#include "plugin/revocations.hpp"

#include <algorithm>

namespace likes::plugin {

Revocations::Revocations(std::chrono::seconds max_token_lifetime, std::size_t max_entries)
    : max_token_lifetime_{max_token_lifetime}, max_entries_{max_entries} {}

bool Revocations::add(const realtime::Revocation& revocation, Time now) {
    if (revocation.before + max_token_lifetime_ <= now) return true;  // Every token that it concerns has expired.
    const Key key{revocation.user, revocation.chat};
    const auto known = before_.find(key);
    if (known != before_.end() && revocation.before <= known->second) return true;
    if (by_time_.size() >= max_entries_) {
        // Times of revocations may lie ahead of `now`, because they come from the database's clock.
        void_until_ = std::max({void_until_, now, revocation.before, by_time_.rbegin()->first});
        before_.clear();
        by_time_.clear();
        return false;
    }
    by_time_.emplace(revocation.before, key);
    before_[key] = revocation.before;
    return true;
}

bool Revocations::is_revoked(const UserId& user, const Uuid& chat, Time issued_at) const {
    if (is_void(issued_at)) return true;
    const auto entry = before_.find(Key{user, chat});
    return entry != before_.end() && issued_at <= entry->second;
}

void Revocations::prune(Time now) {
    while (!by_time_.empty() && by_time_.begin()->first + max_token_lifetime_ <= now) {
        const auto oldest = by_time_.begin();
        const auto entry = before_.find(oldest->second);
        if (entry != before_.end() && entry->second == oldest->first) before_.erase(entry);
        by_time_.erase(oldest);
    }
}

}  // namespace likes::plugin
