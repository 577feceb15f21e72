#pragma once

#include <chrono>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// Somebody who is not in a chat any more.
struct Leaver {
    Uuid chat;
    UserId user;
    Time left_at;
};

/// Finds those who left a chat.
class Leavers {
  public:
    explicit Leavers(Session session) : session_{std::move(session)} {}

    struct Found {
        std::vector<Leaver> leavers;
        /// A moment after they were read, by the database's clock: every membership that was read before they left was
        /// read before it.
        Time as_of;
    };

    /// Those whose `left_at` is at most `lookback` ago. Throws what Session::read throws.
    Found find(std::chrono::seconds lookback);

  private:
    Session session_;
};

}  // namespace likes::store
