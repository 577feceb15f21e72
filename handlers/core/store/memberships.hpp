#pragma once

#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Whether this user is a member of all of these chats.
struct MembershipQuery {
    UserId user;
    /// Each at most once. None: the answer is yes.
    std::vector<Uuid> chats;
};

struct Membership {
    /// The user is in every one of the chats now.
    bool is_member_of_all = false;
    /// A moment before the memberships were read, by the database's clock: a user whose access was revoked before it is
    /// not counted as a member.
    Time as_of;
};

/// Answers batches of queries in one statement. Owned by one lane.
class Memberships {
  public:
    explicit Memberships(database::Session session) : session_{std::move(session)} {}

    /// One answer per query, in their order. Throws what database::Session::read throws.
    std::vector<Membership> check(std::span<const MembershipQuery> queries);

  private:
    database::Session session_;
};

}  // namespace likes::store
