#include "service/rankings.hpp"

#include "base/time.hpp"
#include "service/settings.hpp"

namespace likes::service {
namespace {

/// A list reads thousands of rows, so a batch holds this many times fewer of these queries.
constexpr std::size_t kListWeight = 16;

}  // namespace

Rankings::Rankings(const runtime::Config& config)
    : session_{session_settings(config)},
      inline_messages_{config.analytics.inline_messages},
      lanes_{lane_settings(config, kListWeight)} {}

store::RankingReader Rankings::make_worker() const {
    return {database::Session{session_}, inline_messages_, system_now};
}

}  // namespace likes::service
