#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/uuid.hpp"
#include "notices/queries.hpp"

/// What a recipient's devices are told. Each event is a snapshot, ordered by its sequence number; so losing or
/// repeating one is harmless.
namespace likes::notices {

/// There is news in a notice.
struct Raised {
    ShownNotice notice;
};
/// A notice says something else, and nothing that is news.
struct Changed {
    ShownNotice notice;
};
/// A notice is in the list no more.
struct Withdrawn {
    Uuid message;
    Uuid chat;
    std::uint64_t sequence = 0;
};
/// The recipient has opened the list on one of their devices.
struct Seen {
    std::uint64_t sequence = 0;
};

struct Event {
    std::variant<Raised, Changed, Withdrawn, Seen> what;
    /// When the event is published, which may be later than the change.
    Unread unread;
};

/// The event as devices receive it: `type` and `payload`, as asyncapi.yaml describes it.
std::string to_json(const Event& event);

}  // namespace likes::notices
