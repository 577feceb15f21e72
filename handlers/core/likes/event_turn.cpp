#include "likes/event_turn.hpp"

#include <utility>

namespace likes {

std::optional<std::vector<Deeds>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval) {
    constexpr std::chrono::seconds kLongestWait{1};
    if (summary.untold.empty()) return std::nullopt;
    if (now < summary.next_event_at && summary.next_event_at <= now + kLongestWait) return std::nullopt;
    summary.next_event_at = now + interval;
    return std::exchange(summary.untold, {});
}

}  // namespace likes
