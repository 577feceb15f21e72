#include "likes/feed_entry.hpp"

#include <cstdint>
#include <stdexcept>

#include "base/text.hpp"

namespace likes {

std::string format_feed_entry(const Uuid& outbox_id, Cause cause, std::string_view entry) {
    auto line = outbox_id.to_hex() + ' ' + std::to_string(static_cast<unsigned>(cause)) + ' ';
    line += entry;
    return line;
}

std::string format_feed_entry(const FeedEntry& entry) {
    return format_feed_entry(entry.outbox_id, entry.cause,
                             format_entry(entry.entry.chat, entry.entry.target, entry.entry.changes));
}

FeedEntry parse_feed_entry(std::string_view line) {
    const auto id = Uuid::parse_hex(take_until(line, ' '));
    const auto cause = parse_number<std::uint8_t>(take_until(line, ' '), 0, static_cast<std::uint8_t>(Cause::kImport));
    if (!id || !cause) throw std::runtime_error("an entry of the feed is malformed");
    return {*id, static_cast<Cause>(*cause), parse_entry(line)};
}

}  // namespace likes
