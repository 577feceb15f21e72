#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "likes/import_merge.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes {

/// A like that is to be imported from a file.
struct ImportRecord {
    MessageReaction target;
    ImportedLike like;

    bool operator==(const ImportRecord&) const = default;
};

/// A line is not a like: says which line, counted from 1, and why. The next line can be read.
class BadLine : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads likes from JSON lines, `{"message_id":"…","user_id":"…","liked_at":"…"}`, or from CSV (RFC 4180) with a header
/// that has these names, in any order. `reaction` is optional, a code, and `like` by default. Other members and columns
/// are skipped, and so are empty lines. `liked_at` is RFC 3339. A value of JSON that is no string is refused.
class ImportFile {
  public:
    /// A like with a time after `latest` is refused, and one with a reaction that `catalog`, if there is one, does not
    /// have. Throws BadLine for a header that lacks a name.
    ImportFile(std::istream& stream, Time latest, std::optional<ReactionCatalog> catalog);

    /// Reads the next like. Nullopt at the end of the file. Throws BadLine.
    std::optional<ImportRecord> next();

  private:
    struct Fields {
        std::string message, user, at;
        std::optional<std::string> reaction;
    };

    bool read_line();
    void read_header();
    Fields read_json() const;
    Fields read_csv() const;
    Reaction read_reaction(const std::string& code) const;
    [[noreturn]] void fail(const std::string& why) const;

    std::istream& stream_;
    Time latest_;
    std::optional<ReactionCatalog> catalog_;
    std::string line_;
    std::size_t line_number_ = 0;
    bool is_json_ = false;
    /// The line that was read to find out the format has not been returned yet.
    bool is_pending_ = false;
    /// Which column is which field; npos for `reaction` if there is none.
    std::size_t message_ = 0, user_ = 0, at_ = 0, reaction_ = 0;
};

/// One line, without its end, of a form in which the order of the bytes is the order of message, reaction, time and
/// user: an ordinary sort brings a file of them into the order in which they are imported.
std::string to_sortable(const ImportRecord& like);

/// Reads what to_sortable wrote. Throws std::runtime_error for anything else.
ImportRecord parse_sortable(std::string_view line);

}  // namespace likes
