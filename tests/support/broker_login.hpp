#pragma once

#include <string>

#include "support/chat.hpp"

namespace likes::test {

/// What a client shows the broker.
struct BrokerLogin {
    std::string user;
    std::string password;
};

/// A member's: a token from `POST /realtime/token` for this chat. Throws std::runtime_error if there is none to have.
BrokerLogin broker_login(const Chat& chat);

/// That user's, for the chat of that id.
BrokerLogin broker_login(const std::string& user, const std::string& chat_id);

/// That user's, for their own notices.
BrokerLogin notices_login(const std::string& user);

}  // namespace likes::test
