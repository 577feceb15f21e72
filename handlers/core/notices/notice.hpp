#pragma once

#include <cstdint>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "notices/standing.hpp"

namespace likes::notices {

/// As the column `state` of `notices` holds it.
enum class State : std::uint8_t {
    /// It is in the list.
    kStands = 0,
    /// Nobody reacts any more, or the message is deleted. A reaction brings it back as it was.
    kWithdrawn = 1,
    /// The recipient has dismissed it, or left the chat. Only news brings it back.
    kPutAway = 2,
};

/// What a recipient is told of one message of theirs: a row of `notices`, without its key.
struct Notice {
    Uuid chat;
    State state = State::kStands;
    bool is_read = false;
    /// Of the newest change that the recipient's devices are to know, and when that was. Sequences are per recipient.
    std::uint64_t sequence = 0;
    Time changed_at;
    /// Of the newest news, and when that was.
    std::uint64_t raised_sequence = 0;
    Time raised_at;
    Standing standing;
    /// How many people are new since the recipient has read it.
    std::uint32_t new_since_read = 0;
    /// The greatest number of reactions that was news; 0: none.
    std::uint32_t milestone = 0;

    bool operator==(const Notice&) const = default;
};

/// Whether the badge counts it, for a recipient who has seen what was raised up to `seen_sequence`.
inline bool is_unread(const Notice& notice, std::uint64_t seen_sequence) {
    return notice.state == State::kStands && !notice.is_read && notice.raised_sequence > seen_sequence;
}

}  // namespace likes::notices
