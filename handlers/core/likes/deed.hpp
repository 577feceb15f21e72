#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"

namespace likes {

enum class Action { kPut, kTakeBack };

/// One change that happened, as an event tells it.
struct Deed {
    UserId user;
    Action action;

    bool operator==(const Deed&) const = default;
};

/// What one batch did to one subject, under the id of its row in the outbox.
struct Deeds {
    Uuid outbox_id;
    /// In order.
    std::vector<Deed> list;

    bool operator==(const Deeds&) const = default;
};

/// Of each user only the last deed, in the order of these: what is left to tell once everything has happened.
std::vector<Deed> last_of_each_user(const std::vector<Deed>& deeds);

/// The deeds as one column: `+user` and `-user`, separated by spaces, in order.
std::string format_deeds(const std::vector<Deed>& deeds);

/// Reads what format_deeds wrote. Throws std::runtime_error for anything else.
std::vector<Deed> parse_deeds(std::string_view text);

/// The deeds of several batches as one column: `#outbox-id` before those of each batch, separated by spaces.
std::string format_batches(const std::vector<Deeds>& batches);

/// Reads what format_batches wrote. Throws std::runtime_error for anything else.
std::vector<Deeds> parse_batches(std::string_view text);

}  // namespace likes
