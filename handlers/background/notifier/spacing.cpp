#include "background/notifier/spacing.hpp"

#include <algorithm>

namespace likes::background {

std::chrono::milliseconds Spacing::wait(const Key& key, SteadyTime now) const {
    using std::chrono::milliseconds;
    const auto last = last_.find(key);
    if (last == last_.end()) return milliseconds{0};
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(last->second.at + kDistance - now));
}

std::optional<std::uint64_t> Spacing::last_sequence(const Key& key) const {
    const auto last = last_.find(key);
    if (last == last_.end()) return std::nullopt;
    return last->second.sequence;
}

void Spacing::sent(const Key& key, std::uint64_t sequence, SteadyTime now) {
    last_[key] = {sequence, now};
    log_.emplace_back(now, key);
}

void Spacing::forget(SteadyTime now) {
    while (!log_.empty() && log_.front().first + kMemory <= now) {
        const auto& [at, key] = log_.front();
        const auto last = last_.find(key);
        if (last != last_.end() && last->second.at == at) last_.erase(last);
        log_.pop_front();
    }
}

}  // namespace likes::background
