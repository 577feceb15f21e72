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

}  // namespace likes::test
