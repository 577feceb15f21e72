#pragma once

#include <chrono>
#include <cstddef>

#include "database/session.hpp"

namespace likes::store {

/// A list that nobody has asked for in this time is not kept.
inline constexpr std::chrono::hours kRankingsWantedFor{24};

/// Deletes the lists that nobody has wanted for that time, those first that were wanted longest ago, at most `limit`.
/// Returns how many there were. Throws what database::Session::transaction throws.
std::size_t delete_unwanted_rankings(database::Session& session, std::size_t limit);

}  // namespace likes::store
