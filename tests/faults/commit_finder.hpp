#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace likes::test {

/// Sees the COMMITs in what a client says to MariaDB. That comes in packets: three bytes of length, the lowest first; a
/// number that is 0 where a command begins; then the command, of which COM_QUERY is 3, and its text. The COMMIT is the
/// last statement of the text, perhaps after those that write. https://mariadb.com/kb/en/0-packet/
class CommitFinder {
  public:
    /// Call with everything in order. True if the last command that is complete in there ends with a COMMIT.
    bool finds_in(std::string_view bytes) {
        bool is_commit = false;
        for (const char byte : bytes) {
            if (head_.size() < kHead) {
                head_ += byte;
                if (head_.size() == kHead) tail_.clear();
            } else {
                tail_ += byte;
                if (tail_.size() > kCommit.size()) tail_.erase(0, 1);
                if (seen_ == kHead) is_query_ = byte == kQuery;
            }
            ++seen_;
            if (seen_ >= kHead && seen_ == kHead + length()) {
                is_commit = head_[kHead - 1] == '\0' && is_query_ && tail_ == kCommit;
                head_.clear();
                seen_ = 0;
            }
        }
        return is_commit;
    }

  private:
    static constexpr std::size_t kHead = 4;
    static constexpr char kQuery = 3;
    static constexpr std::string_view kCommit = "COMMIT;";

    std::size_t length() const {
        const auto byte = [this](std::size_t i) { return std::size_t{static_cast<unsigned char>(head_[i])}; };
        return byte(0) | byte(1) << 8U | byte(2) << 16U;
    }

    std::string head_;
    /// Its command is COM_QUERY.
    bool is_query_ = false;
    /// The last bytes of its text.
    std::string tail_;
    /// How much of the packet there was.
    std::size_t seen_ = 0;
};

}  // namespace likes::test
