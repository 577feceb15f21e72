#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "support/chat.hpp"
#include "support/service.hpp"

namespace likes::test {

/// The id, in SQL, under which the numbers of all chats together stand.
inline const std::string kAllChats = "REPEAT(CHAR(0), 16)";

/// Nobody compares these numbers with likes that are not there, and nobody but the test makes lists, as long as this
/// lives.
struct NumbersAlone {
    HeldLease counters{"audit"};
    HeldLease numbers{"analytics-audit"};
    HeldLease lists{"ranker"};
};

/// Numbers of a chat, as those who count would have written them, without the likes that they are the numbers of. They
/// go with the object.
class Numbers {
  public:
    /// At first, that a message of the chat has once had a reaction.
    explicit Numbers(const Chat& chat);
    ~Numbers();
    Numbers(const Numbers&) = delete;
    Numbers& operator=(const Numbers&) = delete;

    /// The message has that many reactions of that code.
    Numbers& reactions(const std::string& message, std::size_t count, const std::string& code = "like");
    /// The message was written so long ago.
    Numbers& written(const std::string& message, std::size_t seconds_ago);
    /// The user has given and received that many reactions on the UTC day so long ago, in the chat and in all chats;
    /// nullopt: before days are told apart.
    Numbers& user(const std::string& user, std::int64_t given, std::int64_t received,
                  std::optional<unsigned> days_ago = 0);
    /// So many reactions were given, and taken back, in a quarter of the UTC day so long ago.
    Numbers& chat(std::int64_t given, std::int64_t taken_back, unsigned days_ago = 0);
    /// Any other statement.
    Numbers& statement(const std::string& statement);

    /// Executes what was asked for.
    void write();

  private:
    Numbers& changed(const std::string& message);

    std::string chat_;
    std::string statements_;
    /// In all chats.
    std::string users_;
};

}  // namespace likes::test
