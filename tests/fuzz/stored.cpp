#include <optional>
#include <stdexcept>

#include "analytics/ranking_items.hpp"
#include "fuzz/fuzz.hpp"
#include "likes/change.hpp"
#include "likes/feed_entry.hpp"
#include "likes/outbox_entry.hpp"
#include "likes/summary.hpp"
#include "notices/standing.hpp"

using namespace likes;

namespace {

/// What is read from a column can be written, and reads the same again; anything else is refused.
template <class Parse, class Format>
void round_trip(std::string_view text, const Parse& parse, const Format& format) {
    std::optional<decltype(parse(text))> first;
    try {
        first = parse(text);
    } catch (const std::runtime_error&) {
        return;
    }
    fuzz::require(parse(format(*first)) == *first);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    round_trip(text, parse_likers, format_likers);
    round_trip(text, parse_entry,
               [](const OutboxEntry& each) { return format_entry(each.chat, each.target, each.changes); });
    round_trip(text, parse_feed_entry, [](const FeedEntry& each) { return format_feed_entry(each); });
    round_trip(text, parse_batches, format_batches);
    const auto write = [](const auto& entries) { return analytics::to_items(entries); };
    round_trip(text, analytics::parse_messages, write);
    round_trip(text, analytics::parse_users, write);
    round_trip(text, analytics::parse_chats, write);
    const auto reactions = [](const auto& counts) { return notices::format_reactions(counts); };
    round_trip(text, notices::parse_reactions, reactions);
    const auto newest = [](const auto& actors) { return notices::format_newest(actors); };
    round_trip(text, notices::parse_newest, newest);
    return 0;
}
