#include "notices/reading.hpp"

#include <algorithm>

namespace likes::notices {
namespace {

void mark_read(Notice& notice, std::uint64_t sequence, Time now) {
    notice.is_read = true;
    notice.new_since_read = 0;
    notice.sequence = sequence;
    notice.changed_at = now;
}

}  // namespace

std::optional<Notice> after_reading(Notice notice, std::uint64_t sequence, Time now) {
    if (notice.is_read) return std::nullopt;
    mark_read(notice, sequence, now);
    return notice;
}

std::optional<Notice> after_dismissal(Notice notice, std::uint64_t sequence, Time now) {
    if (notice.state == State::kPutAway) return std::nullopt;
    notice.state = State::kPutAway;
    mark_read(notice, sequence, now);
    return notice;
}

std::uint64_t seen_after(std::uint64_t seen, std::uint64_t said, std::uint64_t newest) {
    return std::max(seen, std::min(said, newest));
}

}  // namespace likes::notices
