#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "notices/notice.hpp"
#include "notices/pushing.hpp"

namespace likes::store {

/// A notice that has just become news.
struct RaisedNotice {
    UserId recipient;
    Uuid message;
    std::uint64_t sequence = 0;
    Time now;
    /// As it was; nullopt if there was none.
    std::optional<notices::Notice> before;
    /// The news is a number of reactions.
    bool is_milestone = false;
};

/// Has the news be pushed at their time to those recipients who want pushes and have a device. For the work of the
/// transaction that writes the notices, after they are written.
void schedule_pushes(database::Session& session, const std::vector<RaisedNotice>& raised,
                     const notices::PushPolicy& policy);

}  // namespace likes::store
