#pragma once

#include <chrono>
#include <cstddef>
#include <string>

/// The users, chats and messages that data.sql makes, by their numbers.
namespace likes::bench {

inline constexpr std::size_t kUsers = 2000;
inline constexpr std::size_t kChats = 1000;
inline constexpr std::size_t kMembers = 50;
inline constexpr std::size_t kMessagesPerChat = 20;
inline constexpr std::size_t kMessages = kChats * kMessagesPerChat;

/// Longer than any run.
inline constexpr std::chrono::hours kTokenLifetime{6};

/// The chat that all users are in, with a thousand messages.
inline constexpr std::size_t kStadium = 1001;
inline constexpr std::size_t kFirstOfStadium = 20'050;
inline constexpr std::size_t kMessagesOfStadium = 1000;

/// The messages with 10, 1,000, 100,000 and a million likes, of a chat that all users are in.
inline constexpr std::size_t kFirstOfCrowd = 21'050;

std::string user_id(std::size_t user);
std::string chat_id(std::size_t chat);
std::string message_id(std::size_t message);

constexpr std::size_t member(std::size_t chat, std::size_t number) {
    return (chat * kMembers + number) % kUsers;
}

/// A place in the walk through pairs of a message and a member (see calls.lua).
struct Pair {
    std::size_t message;
    std::size_t user;
};
constexpr Pair pair_at(std::size_t place) {
    constexpr std::size_t kFirstMember = 10;
    const std::size_t message = place * 7919 % kMessages;
    const std::size_t number = kFirstMember + place / kMessages % (kMembers - kFirstMember);
    return {message, member(message / kMessagesPerChat, number)};
}

}  // namespace likes::bench
