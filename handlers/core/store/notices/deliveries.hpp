#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "notices/notice.hpp"
#include "notices/queries.hpp"
#include "store/notices/shown_notices.hpp"

namespace likes::store {

/// The channel of what the recipient has open.
inline constexpr std::string_view kInApp = "in_app";

/// What could not be sent for so long is not sent at all: whoever was away asks for what has changed.
inline constexpr std::chrono::hours kToldWithin{1};

/// A recipient's devices are to be told of a notice, or, with the message 0, of what the recipient has seen.
struct Delivery {
    UserId recipient;
    Uuid message;
    /// Of the newest change that is to be told.
    std::uint64_t sequence = 0;
    /// When the first of those changes happened, unless the row was postponed since.
    Time due_at;
    /// It has waited for so long that nobody needs to be told any more.
    bool is_expired = false;
    /// The notice as it is now; nullopt if there is none.
    std::optional<notices::Notice> notice = std::nullopt;
    /// The message is there, and the recipient is in its chat.
    bool is_visible = false;
    /// The recipient wants no news of the chat now.
    bool is_muted = false;
    /// Nothing is sent to the recipient any more.
    bool is_deactivated = false;
    /// Up to which sequence number the recipient has seen all news.
    std::uint64_t seen_sequence = 0;
};

/// A delivery that is to be due again after a while.
struct LaterDelivery {
    Delivery delivery;
    std::chrono::milliseconds wait;
};

/// What is to be sent in the app, on the database's clock. An interface, so that a test needs no database. Every
/// function throws what database::Session::transaction throws.
class Deliveries {
  public:
    virtual ~Deliveries() = default;

    /// Those that are due, the first `limit` of them by the time at which they are, each with how things stand now.
    virtual std::vector<Delivery> due(std::size_t limit) = 0;

    /// The notices as their recipients see them, in their order.
    virtual std::vector<notices::ShownNotice> shown(std::vector<StoredNotice> stored) = 0;

    /// What the badge of each says. Notices of a chat that a recipient has just left, and of a message that was just
    /// deleted, count until they are withdrawn.
    virtual std::map<UserId, notices::Unread> unread(const std::set<UserId>& recipients) = 0;

    /// Removes those of which nothing has changed since they were read. Those that have, stay.
    virtual void remove(std::span<const Delivery> done) = 0;

    /// Those that are still there are due when they have waited, from now on.
    virtual void postpone(std::span<const LaterDelivery> later) = 0;
};

}  // namespace likes::store
