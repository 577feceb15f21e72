#pragma once

#include <functional>

#include "ledger.hpp"
#include "support/chat.hpp"
#include "support/outage.hpp"

namespace likes::test {

/// Every member likes all messages of the chat and takes the likes back, over and over and all members at once, while
/// `disturb` runs; and for some hundred calls before and after it, so that it is in the middle. Calls that are answered
/// with 503 are made again; what they all come to is in the ledger.
void change_likes_while(const std::function<void()>& disturb, const Chat& chat, Outage& outage, Ledger& ledger);

}  // namespace likes::test
