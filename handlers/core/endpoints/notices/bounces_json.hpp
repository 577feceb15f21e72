#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "notices/queries.hpp"

/// What is said of mail that came back, as openapi.yaml describes it.
namespace likes::endpoints {

/// Bounces of one report, at most.
inline constexpr std::size_t kBouncesMax = 50;

/// Reads a MailBounces: `{"bounces":[{"address":"ann@example.org","kind":"hard"}]}`. Throws Problem 400 for a body that
/// is none.
std::vector<notices::MailBounce> require_bounces(std::string_view body);

/// `{"accepted":1}`.
std::string bounces_json(std::size_t accepted);

}  // namespace likes::endpoints
