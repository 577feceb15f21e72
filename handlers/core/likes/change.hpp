#pragma once

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

    bool operator==(const Change&) const = default;
};

/// The changes that one batch made to one target, with the id of their row in the outbox.
struct ChangeBatch {
    Uuid outbox_id;
    /// In order.
    std::vector<Change> list;

    bool operator==(const ChangeBatch&) const = default;
};

/// The last change of each user, in the order of these changes. An event that covers several changes names only these.
std::vector<Change> last_of_each_user(const std::vector<Change>& changes);

/// The changes as one column: `+user` and `-user`, separated by spaces, in order.
std::string format_changes(const std::vector<Change>& changes);

/// Reads what format_changes wrote. Throws std::runtime_error for anything else.
std::vector<Change> parse_changes(std::string_view text);

/// The changes of several batches as one column: `#outbox-id` before those of each batch, separated by spaces.
std::string format_batches(const std::vector<ChangeBatch>& batches);

/// Reads what format_batches wrote. Throws std::runtime_error for anything else.
std::vector<ChangeBatch> parse_batches(std::string_view text);

}  // namespace likes
