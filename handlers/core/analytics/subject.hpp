#pragma once

#include <optional>

#include "analytics/bucket.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"

namespace likes::analytics {

/// Whose numbers are asked for, and by whom.
struct Subject {
    /// nullopt: those of all chats together, for which the reader's token has the scope. Never kDeployment.
    std::optional<Uuid> chat;
    UserId reader;
    /// The token has the scope: its user need not be a member of the chat.
    bool sees_all = false;
};

/// In place of a chat in the tables.
inline Uuid key_of(const Subject& subject) {
    return subject.chat.value_or(kDeployment);
}

}  // namespace likes::analytics
