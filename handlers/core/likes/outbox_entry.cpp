#include "likes/outbox_entry.hpp"

#include <chrono>
#include <cstdint>
#include <stdexcept>

#include "base/text.hpp"

namespace likes {
namespace {

[[noreturn]] void refuse() {
    throw std::runtime_error("an entry of the outbox is malformed");
}

Uuid parse_id(std::string_view digits) {
    const auto id = Uuid::parse_hex(digits);
    if (!id) refuse();
    return *id;
}

Change parse_dated_change(std::string_view word) {
    auto change = parse_change(take_until(word, ','));
    const auto seconds = parse_number<std::int64_t>(word);
    if (!seconds) refuse();
    change.given_at = std::chrono::sys_seconds{std::chrono::seconds{*seconds}};
    return change;
}

}  // namespace

std::string format_entry(const Uuid& chat, const MessageReaction& target, std::span<const Change> changes) {
    std::string line = chat.to_hex() + ' ' + target.message.to_hex() + ' ' + target.reaction.code();
    for (const auto& change : changes) {
        line += ' ' + format_change(change) + ',' + std::to_string(change.given_at.time_since_epoch().count());
    }
    return line;
}

OutboxEntry parse_entry(std::string_view line) {
    const auto words = split(line, ' ');
    if (words.size() < 3) refuse();
    const auto reaction = Reaction::parse(words[2]);
    if (!reaction) refuse();
    OutboxEntry entry{parse_id(words[0]), {parse_id(words[1]), *reaction}, {}};
    for (std::size_t i = 3; i < words.size(); ++i) entry.changes.push_back(parse_dated_change(words[i]));
    return entry;
}

std::optional<OutboxEntry> read_entry(std::string_view line) {
    try {
        return parse_entry(line);
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace likes
