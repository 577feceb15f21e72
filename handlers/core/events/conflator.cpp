#include "events/conflator.hpp"

#include <algorithm>

namespace likes::events {

void Conflator::add(Event event) {
    // try_emplace leaves `event` alone if one is there.
    const auto [waiting, is_new] = waiting_.try_emplace(event.subject, std::move(event));
    if (!is_new) absorb(waiting->second, std::move(event));
    if (waiting->second.deeds.size() >= kDeedsMax) waiting->second.publish_at = Time::min();
}

std::vector<Event> Conflator::take_due(Time now) {
    std::vector<Event> due;
    for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
        if (waiting->second.publish_at <= now) {
            due.push_back(std::move(waiting->second));
            waiting = waiting_.erase(waiting);
        } else {
            ++waiting;
        }
    }
    return due;
}

std::vector<Event> Conflator::take_all() {
    return take_due(Time::max());
}

std::optional<Time> Conflator::next_turn() const {
    const auto next = std::min_element(waiting_.begin(), waiting_.end(), [](const auto& a, const auto& b) {
        return a.second.publish_at < b.second.publish_at;
    });
    if (next == waiting_.end()) return std::nullopt;
    return next->second.publish_at;
}

std::optional<Time> Conflator::turn_of(const Subject& subject) const {
    const auto waiting = waiting_.find(subject);
    if (waiting == waiting_.end()) return std::nullopt;
    return waiting->second.publish_at;
}

}  // namespace likes::events
