#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "database/session.hpp"

namespace likes::store {

/// Deletes notices that are kept no longer: those whose newest news is old, those that were withdrawn a week ago, and
/// of a recipient who has more than enough the oldest. With a notice go those whom it remembers, so they may be news
/// again.
class NoticeRetention {
  public:
    struct Limits {
        std::chrono::days kept_for;
        std::size_t kept_per_user;
    };
    /// As long as a device may be away and still ask what has changed.
    static constexpr std::chrono::days kWithdrawnKeptFor{7};
    /// Notices that one transaction deletes, and recipients whose notices are counted at once.
    static constexpr std::size_t kBatch = 200;

    NoticeRetention(database::Session session, Limits limits) : session_{std::move(session)}, limits_{limits} {}

    /// Does the next part. Returns false if there is nothing more to do for now: every notice was looked at. Throws
    /// what database::Session::transaction throws; then the next call does the same part.
    bool delete_some();

  private:
    std::size_t delete_older(std::string_view statement, std::chrono::days age);
    bool delete_surplus();

    database::Session session_;
    Limits limits_;
    /// The last recipient whose notices were counted; empty: none yet.
    std::string position_;
};

}  // namespace likes::store
