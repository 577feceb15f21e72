#pragma once

#include <span>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// May this user hear these chats?
struct AccessQuery {
    UserId user;
    /// Each at most once; at least one.
    std::vector<Uuid> chats;
};

struct Access {
    /// The user is in every one of the chats now.
    bool granted = false;
    /// A moment before the memberships were read, by the database's clock: whoever leaves is not told of before it.
    Time as_of;
};

/// Answers batches of questions in one statement. Owned by one lane.
class Memberships {
  public:
    explicit Memberships(Session session) : session_{std::move(session)} {}

    /// One answer per query, in their order. Throws what Session::read throws.
    std::vector<Access> check(std::span<const AccessQuery> queries);

  private:
    Session session_;
};

}  // namespace likes::store
