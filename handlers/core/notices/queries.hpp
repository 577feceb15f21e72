#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/queries.hpp"
#include "likes/reaction.hpp"
#include "notices/notice.hpp"
#include "notices/preferences.hpp"

/// What recipients ask of their notices, and what they are answered.
namespace likes::notices {

/// How many of a recipient's notices are unread: in the list, not read, and with news since the list was last opened.
struct Unread {
    /// Counted up to this.
    static constexpr std::size_t kMax = 100;

    std::size_t count = 0;
    /// There are more than that.
    bool is_capped = false;

    /// Of so many that are unread.
    static Unread of(std::size_t unread) { return {std::min(unread, kMax), unread > kMax}; }

    bool operator==(const Unread&) const = default;
};

/// Somebody whom a notice names.
struct NamedActor {
    UserId user;
    /// What others call them; nullopt if nobody has said.
    std::optional<std::string> name;
    Reaction reaction;
};

/// A notice as its recipient sees it.
struct ShownNotice {
    Uuid message;
    Notice notice;
    /// Those of its standing whom the recipient has not blocked since, newest first.
    std::vector<NamedActor> newest;
};

/// A recipient's query: a page of the list.
struct ListQuery {
    UserId reader;
    /// The most notices that the page may have; 1 or more.
    std::size_t limit;
    /// Only what is not read.
    bool unread_only = false;
    /// Only what was raised before this sequence number, at which the last page ended. nullopt: the newest.
    std::optional<std::uint64_t> before = {};
};

struct ListView {
    /// The one with the newest news first.
    std::vector<ShownNotice> notices;
    /// Where the next page begins; nullopt if this is the last.
    std::optional<std::uint64_t> next;
    Unread unread;
    /// Of the recipient's newest change; 0 if there is none.
    std::uint64_t sequence = 0;
};

/// A recipient's query: which notices have changed after a sequence number.
struct ChangesQuery {
    UserId reader;
    /// nullopt: the answer has no notices, and a number from which later changes can be read.
    std::optional<std::uint64_t> since;
    /// The most notices that the answer may have; 1 or more.
    std::size_t limit;
};

/// A notice that is in the list no more.
struct GoneNotice {
    Uuid message;
    std::uint64_t sequence = 0;
};

struct ChangesView {
    /// Each once, in the order of their sequence numbers.
    std::vector<std::variant<ShownNotice, GoneNotice>> changes;
    /// The number for the next call. Every committed change that was in no answer yet is in an answer from there on.
    std::uint64_t next = 0;
    /// There are more changes, which can be read at once.
    bool more = false;
    Unread unread;
    /// The query's number is one that this database has not reached: of a state that it lost. So what changed since
    /// cannot be told.
    bool is_since_ahead = false;
};

/// A recipient's query: how many are unread.
struct UnreadQuery {
    UserId reader;
};

/// A recipient has opened the list, with all news up to this sequence number.
struct See {
    std::uint64_t sequence;
};
/// A recipient has read the notice of the message, or dismisses it.
struct Read {
    Uuid message;
};
struct Dismiss {
    Uuid message;
};

/// What a recipient does with their notices.
struct Change {
    UserId recipient;
    std::variant<See, Read, Dismiss> what;
};

struct ChangeView {
    /// False: there is no such notice.
    bool is_there = false;
    /// After Read: the notice as it is now.
    std::optional<ShownNotice> notice;
    /// After See: that of the recipient's newest change. After Dismiss: that of the notice's newest change.
    std::uint64_t sequence = 0;
    Unread unread;
};

/// A user's settings: those of a chat, or those that hold everywhere else.
struct PreferencesQuery {
    UserId user;
    std::optional<Uuid> chat;
};

struct PreferencesChange {
    UserId user;
    std::optional<Uuid> chat;
    Preferences to;
};

struct PreferencesView {
    /// Of the chat; kVisible if it is about none.
    Visibility visibility = Visibility::kNotFound;
    Preferences preferences;
};

using Query = std::variant<ListQuery, ChangesQuery, UnreadQuery, Change, PreferencesQuery, PreferencesChange>;
using View = std::variant<ListView, ChangesView, Unread, ChangeView, PreferencesView>;

}  // namespace likes::notices
