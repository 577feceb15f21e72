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

/// The chats of the analytics that all users are in: one with numbers alone (hottest.sql), and three with messages that
/// somebody likes (liked.sql).
inline constexpr std::size_t kHottest = 1003;
inline constexpr std::size_t kModest = 1004;
inline constexpr std::size_t kBusy = 1005;
inline constexpr std::size_t kBusiest = 1006;

/// The UUID 00000000-0000-4000-<group>-<number>, of a group of 16 bits and a number of 48.
std::string uuid(unsigned group, std::size_t number);

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
