#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "likes/history.hpp"
#include "likes/reaction.hpp"
#include "time/time.hpp"

namespace likes {

/// A like of a file that is to be imported.
struct FiledLike {
    Subject subject;
    PastLike like;

    bool operator==(const FiledLike&) const = default;
};

/// A line that is no like: which one, counted from 1, and why. The next one can be read.
class BadLine : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads likes from JSON lines, `{"message_id":"…","user_id":"…","liked_at":"…"}`, or from CSV (RFC 4180) with a header
/// that has these names, in any order. `reaction` may be there as well, as a code; without it a like is meant. Other
/// members and columns are passed over, and so are empty lines. `liked_at` is RFC 3339.
class LikeFile {
  public:
    /// Nothing that happened after `latest` is believed. Throws BadLine for a header that lacks a name.
    LikeFile(std::istream& stream, Time latest);

    /// Reads the next like. Nullopt at the end of the file. Throws BadLine.
    std::optional<FiledLike> next();

  private:
    struct Fields {
        std::string message, user, at, reaction;
    };

    bool read_line();
    void read_header();
    Fields read_json() const;
    Fields read_csv() const;
    [[noreturn]] void fail(const std::string& why) const;

    std::istream& stream_;
    Time latest_;
    std::string line_;
    std::size_t line_number_ = 0;
    bool is_json_ = false;
    /// A line that was read to find out the format is still to be taken.
    bool is_pending_ = false;
    /// Which column is which field; npos for `reaction` if there is none.
    std::size_t message_ = 0, user_ = 0, at_ = 0, reaction_ = 0;
};

/// One line, without its end, of a form in which the order of the bytes is the order of message, reaction, time and
/// user: an ordinary sort brings a file of them into the order in which they are imported.
std::string to_sortable(const FiledLike& like);

/// Reads what to_sortable wrote. Throws std::runtime_error for anything else.
FiledLike parse_sortable(std::string_view line);

}  // namespace likes
