#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "figures.hpp"

/// What people ask the analytics of a chat: targets for get_call().
namespace likes::bench {

/// So many days up to today. `bucket` and `time_zone` are some that the endpoint knows; the latter has summer time
/// unless it is named.
std::string activity_of(std::size_t chat, std::chrono::days length, const std::string& bucket,
                        const std::string& time_zone = "Europe/Berlin");

/// The same, of so many zones and reactions that whoever asks one question after the other, fifty times a second, is
/// never answered from what was read a second ago.
std::vector<std::string> different_activities_of(std::size_t chat, std::chrono::days length, const std::string& bucket);

/// The messages of the last week with the most likes.
std::string messages_of(std::size_t chat);

/// Who has liked most in the last four weeks.
std::string users_of(std::size_t chat);

/// Asks the main instance for a list as a page does that is told to come again, but more often, and each time as
/// another member, until the list is there. Returns how long that takes from the first answer on; nullopt if the first
/// one is the list. Throws std::runtime_error if it does not come.
std::optional<Milliseconds> wait_for_list(const std::string& target);

}  // namespace likes::bench
