#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "figures.hpp"

/// What people ask the analytics of a chat: targets for get_call().
namespace likes::bench {

/// So many days up to today, in a zone with summer time. `bucket` is one that the endpoint knows.
std::string activity_of(std::size_t chat, std::chrono::days length, const std::string& bucket);

/// The messages of the last week with the most likes.
std::string messages_of(std::size_t chat);

/// Who has liked most in the last four weeks.
std::string users_of(std::size_t chat);

/// Asks the main instance for a list as a page does that is told to come again, but more often, and each time as
/// another member, until the list is there. Returns how long that takes from the first answer on; nullopt if the first
/// one is the list. Throws std::runtime_error if it does not come.
std::optional<Milliseconds> wait_for_list(const std::string& target);

}  // namespace likes::bench
