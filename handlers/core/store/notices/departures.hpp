#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "database/session.hpp"
#include "notices/rules.hpp"
#include "store/notices/settling.hpp"

namespace likes::store {

/// Withdraws the notices of messages that were deleted, and of recipients who have left the chat: of both the feed says
/// nothing. It scans what has happened since the last scan, and looks a minute further back, because a row that says
/// when somebody left may be committed later than that. What it finds twice is settled already.
class Departures {
  public:
    /// Notices that are settled in one transaction.
    static constexpr std::size_t kBatch = 200;

    Departures(database::Session session, notices::Policy policy) : session_{std::move(session)}, policy_{policy} {}

    /// Scans both until nothing is left. Throws what database::Session::transaction throws; then the next call scans
    /// from the same moments on.
    SettledNotices run_once();

  private:
    void scan(std::string_view cursor, std::string_view statement, SettledNotices& settled);

    database::Session session_;
    notices::Policy policy_;
};

}  // namespace likes::store
