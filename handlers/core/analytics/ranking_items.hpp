#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/ranking.hpp"

/// The column `items` of the table `rankings`: a list as JSON, written and read here alone; a summary is People. Each
/// reader throws std::runtime_error for what no writer here has written: longer than kListed, counts that grow, or any
/// other form.
namespace likes::analytics {

/// `[{"id":"…","count":7,"reactions":{"joy":2,"like":5}},…]`
std::string to_items(std::span<const ListedMessage> messages);
std::vector<ListedMessage> parse_messages(std::string_view items);

/// `[{"id":"…","count":7},…]`
std::string to_items(std::span<const CountedUser> users);
std::vector<CountedUser> parse_users(std::string_view items);

/// The same.
std::string to_items(std::span<const CountedChat> chats);
std::vector<CountedChat> parse_chats(std::string_view items);

}  // namespace likes::analytics
