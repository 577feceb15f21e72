#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace likes::test {

/// Sees the COMMITs in what a client says to MariaDB. That comes in packets: three bytes of length, the lowest first; a
/// number that is 0 where a command begins; then the command, of which COM_QUERY is 3, and its text.
/// https://mariadb.com/kb/en/0-packet/
class CommitFinder {
  public:
    /// Call with everything in order. True if the last command that is complete in there is a COMMIT.
    bool finds_in(std::string_view bytes) {
        bool is_commit = false;
        for (const char byte : bytes) {
            if (head_.size() < kHead) {
                head_ += byte;
            } else if (body_.size() < kCommit.size() + 1) {
                body_ += byte;
            }
            if (head_.size() == kHead && ++seen_ == length() + 1) {
                is_commit = head_[kHead - 1] == '\0' && body_ == kCommit;
                head_.clear();
                body_.clear();
                seen_ = 0;
            }
        }
        return is_commit;
    }

  private:
    static constexpr std::size_t kHead = 4;
    static constexpr std::string_view kCommit = "\3COMMIT";

    std::size_t length() const {
        const auto byte = [this](std::size_t i) { return std::size_t{static_cast<unsigned char>(head_[i])}; };
        return byte(0) | byte(1) << 8U | byte(2) << 16U;
    }

    std::string head_;
    /// As much of it as can be told from a COMMIT.
    std::string body_;
    /// The last byte of the head, and those of the body.
    std::size_t seen_ = 0;
};

}  // namespace likes::test
