#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"

namespace likes {

enum class Action { kPut, kTakeBack };

/// One change that was made, as events name it.
struct Change {
    UserId user;
    Action action;
    /// When the reaction that was put or taken back was given. Known of a change that is just made and in the outbox;
    /// 1970 elsewhere.
    std::chrono::sys_seconds given_at{};

    /// That moment is not compared.
    bool operator==(const Change& other) const { return user == other.user && action == other.action; }
};

/// Changes that one transaction made to one target, with the id of the row in the outbox that they are in.
struct ChangeBatch {
    Uuid outbox_id;
    /// In order.
    std::vector<Change> list;

    bool operator==(const ChangeBatch&) const = default;
};

/// The last change of each user, in the order of these changes. An event that covers several changes names only these.
std::vector<Change> last_of_each_user(const std::vector<Change>& changes);

/// The change as one word: `+user` put the reaction, `-user` took it back.
std::string format_change(const Change& change);

/// Reads what format_change wrote. Throws std::runtime_error for anything else.
Change parse_change(std::string_view word);

/// The changes of several batches as one column: `#outbox-id` before those of each batch, and these as their
/// words, in order; all separated by spaces.
std::string format_batches(const std::vector<ChangeBatch>& batches);

/// Reads what format_batches wrote. Throws std::runtime_error for anything else.
std::vector<ChangeBatch> parse_batches(std::string_view text);

}  // namespace likes
