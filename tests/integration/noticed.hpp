#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/chat.hpp"

/// Notices as the notifier would have made them.
namespace likes::test {

/// What a notice says, in the form of its columns.
struct Saying {
    unsigned actors = 1;
    std::string reactions = "like=1";
    /// 1'759'485'600 is 2025-10-03T10:00:00Z.
    std::string newest = "bob,like,1759485600";
    unsigned new_since_read = 1;
};

/// A recipient who is in one chat, in which all messages are theirs.
class Noticed {
  public:
    explicit Noticed(std::size_t messages = 1);

    const Chat& chat() const { return chat_; }
    const std::string& recipient() const { return chat_.members().front(); }
    const std::vector<std::string>& messages() const { return chat_.messages(); }
    const std::string& message() const { return chat_.message(); }

    /// There are news about the message. Returns the sequence number that the notice was raised under, which is the
    /// recipient's newest.
    std::uint64_t raise(const std::string& message, const Saying& saying = {}) const;
    /// About each message, in their order.
    void raise_all() const;

    /// Nobody reacts any more.
    void withdraw(const std::string& message) const;

    /// The recipient's newest sequence number, and up to which one all is seen.
    std::uint64_t sequence() const;
    std::uint64_t seen() const;

    /// A column of the notice, as text.
    std::string column(const std::string& message, const std::string& name) const;

    /// The number under which the recipient's devices are to be told of the notice; of what is seen, without a message.
    /// 0 if they are not, or were told already.
    std::uint64_t told_under(const std::string& message = {}) const;

  private:
    std::string of_recipient() const;

    Chat chat_;
};

}  // namespace likes::test
