#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "notices/rules.hpp"
#include "store/feed_part.hpp"
#include "store/notices/settling.hpp"

namespace likes::store {

/// What one part of the feed was.
struct ConsumedPart {
    /// Rows of the feed; 0 if there was none.
    std::size_t rows = 0;
    SettledNotices settled = {};
    /// They were dropped with their rows, so that they do not stop the others.
    std::vector<UnreadableEntry> unreadable = {};
};

/// Makes notices of what the feed brings to the consumer `notices`. The rows of the feed go in the transaction that
/// settles the notices.
class FeedConsumer {
  public:
    /// Few at once, as their recipients' devices wait for the locks meanwhile.
    static constexpr FeedPartSize kPart{.rows = 50, .bytes = std::size_t{128} * 1024};

    FeedConsumer(database::Session session, notices::Policy policy) : session_{std::move(session)}, policy_{policy} {}

    /// Deals with the oldest rows of the feed. Throws what database::Session::transaction throws; then none of them was
    /// dealt with, as far as can be known.
    ConsumedPart consume_some();

  private:
    database::Session session_;
    notices::Policy policy_;
};

}  // namespace likes::store
