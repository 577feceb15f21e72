#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "likes/outbox_entry.hpp"
#include "support/chat.hpp"

/// What the notifier is given, and what it has made of that.
namespace likes::test {

/// A chat whose messages an author has written who is a member of it. What people do here is only in the tables of
/// reactions, until it is handed to the consumer of the notices.
class NoticeScene {
  public:
    explicit NoticeScene(std::size_t members = 3, std::size_t messages = 1);

    Chat chat;
    /// Who wrote the messages; not one of the members that the chat tells of.
    std::string author;

    const std::string& message() const { return chat.message(); }
    /// The member of that number.
    const std::string& member(std::size_t i) const { return chat.members().at(i); }

    /// The users react, if they do not yet, one after another; or nobody of them does any more.
    void put(const std::vector<std::string>& users, const std::string& reaction = "like") const;
    void take_back(const std::vector<std::string>& users, const std::string& reaction = "like") const;

    /// Hands to the notices that the users did something: `+ann`, `-bob`.
    void feed(const std::vector<std::string>& changes, Cause cause = Cause::kUsers,
              const std::string& reaction = "like") const;

  private:
    void count(const std::string& reaction) const;
};

/// Puts a row into the feed of the notices.
void feed_notices(const std::string& lines);

/// Rows that the feed has for the notices.
std::uint64_t rows_for_notices();

/// A row of `notices`, as the table has it.
struct NoticeRow {
    std::string chat;
    int state = 0;
    bool is_read = false;
    std::uint64_t sequence = 0;
    std::uint64_t raised_sequence = 0;
    std::uint64_t actors = 0;
    std::string reactions;
    /// The users alone.
    std::vector<std::string> newest;
    std::uint64_t new_since_read = 0;
    std::uint64_t milestone = 0;

    bool operator==(const NoticeRow&) const = default;
};

/// nullopt if there is none.
std::optional<NoticeRow> notice_of(const std::string& recipient, const std::string& message);

/// How many people the message's notice remembers.
std::uint64_t known_actors(const std::string& message);

/// The newest sequence of the recipient; 0 if there is none.
std::uint64_t head_of(const std::string& recipient);

/// The sequence of what waits to be sent of the notice; nullopt if nothing does.
std::optional<std::uint64_t> delivery_of(const std::string& recipient, const std::string& message);

}  // namespace likes::test
