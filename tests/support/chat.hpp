#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace likes::test {

/// A reaction on a message: the message's id and the reaction's code.
using Subject = std::pair<std::string, std::string>;

/// What the tables say of a subject.
struct SubjectRows {
    /// Who reacts, in the order of reacting.
    std::vector<std::string> users;
    /// The summary; zeros if there is none.
    std::size_t total = 0;
    std::uint64_t version = 0;
};

/// A chat that only this case knows, with members and messages of its own, written to the database as the chat backend
/// would. It stays there: the instance is thrown away as a whole.
class Chat {
  public:
    /// With one message. The members' ids begin with `name`.
    explicit Chat(std::size_t members, std::size_t messages = 1, const std::string& name = "user");

    const std::string& id() const { return id_; }
    const std::string& topic() const { return topic_; }
    const std::vector<std::string>& members() const { return members_; }
    const std::vector<std::string>& messages() const { return messages_; }
    const std::string& message() const { return messages_.front(); }

    /// Somebody else becomes a member. `members` does not tell of them.
    void join(const std::string& user) const;

    /// The member leaves, or is back.
    void leave(const std::string& user) const;
    void rejoin(const std::string& user) const;

    /// Rows of the outbox, each of one transaction, with changes of this chat of which nobody knows yet whether they
    /// are published.
    std::size_t outbox_rows() const;
    /// The same in words: of which targets, and since when by the clock of who wrote them. No more than twenty targets.
    std::vector<std::string> outbox_by_target() const;
    /// Deletes those rows, so that nobody publishes them.
    void empty_outbox() const;

    /// What the tables say of all reactions on its messages, as of one moment. Those that were never used are not
    /// there.
    std::map<Subject, SubjectRows> tables() const;

  private:
    std::string of_outbox() const;

    std::string id_;
    std::string topic_;
    std::vector<std::string> members_;
    std::vector<std::string> messages_;
};

/// The message is deleted, as the chat backend does it.
void delete_message(const std::string& message);

/// The message is moved to that chat, likewise.
void move_message(const std::string& message, const Chat& chat);

/// Who likes the message, or reacts to it with another reaction, by the table of reactions.
std::vector<std::string> rows_of_reactions(const std::string& message, const std::string& reaction = "like");

/// What the summary row of the reaction says; zeros if there is none.
struct SummaryRow {
    std::size_t total;
    std::uint64_t version;
};
SummaryRow summary_row(const std::string& message, const std::string& reaction = "like");

}  // namespace likes::test
