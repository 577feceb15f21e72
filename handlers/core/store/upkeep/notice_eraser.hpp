#pragma once

#include <cstdint>

#include "base/user_id.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Rows of the tables of notices that were removed with a user.
struct ErasedNotices {
    /// Of `notices`: the user's own.
    std::uint64_t notices = 0;
    /// Of `notice_actors`: where the notices of others remembered the user.
    std::uint64_t actors = 0;
    /// Of `notice_heads`, `notice_preferences` and `notice_deliveries`.
    std::uint64_t heads = 0;
    std::uint64_t preferences = 0;
    std::uint64_t deliveries = 0;
};

/// Removes the user's own notices, and what was to be sent to the user and what the user wanted to be told; and has the
/// notices of others neither remember nor name the user. Adds what was removed to the user's row of `erasures`, in the
/// transactions that remove it. REQUIRES: nothing that names the user is on its way to those who make notices. Throws
/// what database::Session::transaction throws.
void erase_from_notices(database::Session& session, const UserId& user);

}  // namespace likes::store
