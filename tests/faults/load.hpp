#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "faults/history.hpp"
#include "support/chat.hpp"

namespace likes::test {

inline constexpr std::size_t kClients = 32;

/// The long form was asked for (scripts/test faults --long).
bool is_long();

/// How many calls a case wants acknowledged at least.
std::size_t wanted_calls();

/// What the clients do beside liking and taking likes back.
struct Habits {
    /// One call in eight is about another reaction, one is a read.
    bool mixed = true;
    /// Between the calls of a client.
    std::chrono::milliseconds pause{0};
    /// If not 0, the calls are about the first so many messages of the chat, and one in four about the newest one.
    /// After this time the next message of the chat is the newest, and the one before is left alone for ever, whatever
    /// is still to be told of it.
    std::size_t lasting_messages = 0;
    std::chrono::milliseconds newest_for{200};
};

/// 32 clients, each a member of the chat with a connection of its own, make one call after another about its messages
/// while `disturb` runs, and enter them in the history. In a chat with fewer members several clients are devices of one
/// user. After a 503 with a Retry-After a client goes on soon, with whatever comes next. Throws std::runtime_error for
/// any other answer but 200.
void change_likes_while(const Chat& chat, History& history, const std::function<void()>& disturb, Habits habits = {});

/// The same until that many more calls are acknowledged.
void change_likes(const Chat& chat, History& history, std::size_t count, Habits habits = {});

/// Each of these members likes the message once, as many of them at a time as the service takes, until all have or a
/// stop is requested. Their calls are entered in the history.
void like_at_once(const std::string& message, std::span<const std::string> members, History& history,
                  const std::stop_token& stop = {});

}  // namespace likes::test
