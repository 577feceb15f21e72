#pragma once

#include <string>
#include <vector>

namespace likes::test {

/// A chat that only this case knows, with members and messages of its own, written to the database as the chat backend
/// would. It stays there: the instance is thrown away as a whole.
class Chat {
  public:
    /// With one message.
    explicit Chat(std::size_t members, std::size_t messages = 1);

    const std::string& id() const { return id_; }
    const std::string& topic() const { return topic_; }
    const std::vector<std::string>& members() const { return members_; }
    const std::vector<std::string>& messages() const { return messages_; }
    const std::string& message() const { return messages_.front(); }

    /// The member leaves, or is back.
    void leave(const std::string& user) const;
    void rejoin(const std::string& user) const;

    /// Changes of this chat that are committed and of which nobody knows yet whether they are published.
    std::size_t outbox_rows() const;

  private:
    std::string id_;
    std::string topic_;
    std::vector<std::string> members_;
    std::vector<std::string> messages_;
};

/// The message is deleted, as the chat backend does it.
void delete_message(const std::string& message);

/// Who likes the message, by the table of likes.
std::vector<std::string> rows_of_reactions(const std::string& message);

/// What the summary row of the message says; zeros if there is none.
struct SummaryRow {
    std::size_t total;
    std::uint64_t version;
};
SummaryRow summary_row(const std::string& message);

}  // namespace likes::test
