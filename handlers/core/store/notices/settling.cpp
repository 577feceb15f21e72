#include "store/notices/settling.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/summary.hpp"
#include "notices/notice.hpp"
#include "notices/standing.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/settling_sql.hpp"
#include "store/portions.hpp"

namespace likes::store {
namespace {

using database::LiteralRows;
using database::ResultSet;
using database::RowsStatement;
using notices::Notice;
using notices::Outcome;

/// Of each reaction on a message that has many, the newest people who are looked at to find three that may be named.
constexpr std::ptrdiff_t kRecentLookedAt = 20;

/// A message with a notice, or with the prospect of one.
struct Message {
    UserId recipient;
    notices::Facts facts;
    Time now;
    /// Whom the notice remembers.
    std::set<UserId> known = {};
    std::optional<Notice> before = std::nullopt;
    /// Whether there are so few reactions on it that each is looked at.
    bool is_small = true;
    /// How many there are of each; of a message with many.
    notices::ReactionTotals totals = {};
    notices::ReactionTotals hidden = {};
    std::vector<notices::StandingReaction> newest = {};
};
using MessagesById = std::map<Uuid, Message>;

/// Runs a statement that takes messages, and calls `read` with each row and the message that its first column names.
template <class Read>
void for_each_row(database::Session& session, const RowsStatement& statement, const LiteralRows& ids,
                  MessagesById& messages, const Read& read) {
    for (const auto& text : ids.in(statement)) {
        ResultSet rows{session.query(text)};
        while (rows.next()) {
            if (const auto message = messages.find(rows.uuid(1)); message != messages.end()) {
                read(rows, message->first, message->second);
            }
        }
    }
}

/// The ids of those messages for which the predicate holds.
template <class Predicate>
LiteralRows ids_of(const MessagesById& messages, const Predicate& predicate) {
    LiteralRows ids;
    for (const auto& [id, message] : messages) {
        if (predicate(message)) ids.add(id);
    }
    return ids;
}

LiteralRows all_ids(const MessagesById& messages) {
    return ids_of(messages, [](const Message&) { return true; });
}

MessagesById find_messages(database::Session& session, const DoingsOfMessages& doings) {
    MessagesById messages;
    LiteralRows asked;
    for (const auto& [id, done] : doings) asked.add(id);
    std::set<Uuid> there;
    for (const auto& text : asked.in(sql_text::kMessagesOfNotices)) {
        ResultSet rows{session.query(text)};
        while (rows.next()) {
            there.insert(rows.uuid(1));
            // A name that the chat backend has given somebody who can have no token is nobody's.
            auto sender = UserId::parse(rows.text(3));
            if (!sender) continue;
            Message message{.recipient = *std::move(sender), .facts = {}, .now = rows.time(7)};
            message.facts.chat = rows.uuid(2);
            message.facts.is_deleted = rows.flag(4);
            message.facts.is_member = rows.flag(5);
            message.facts.wants_news = rows.flag(6);
            messages.emplace(rows.uuid(1), std::move(message));
        }
    }
    // Whose row the chat backend has removed may have a notice all the same.
    LiteralRows gone;
    for (const auto& [id, done] : doings) {
        if (!there.contains(id)) gone.add(id);
    }
    for (const auto& text : gone.in(sql_text::kNoticesOfMessages)) {
        ResultSet rows{session.query(text)};
        while (rows.next()) {
            Message message{.recipient = rows.parsed<UserId>(2), .facts = {}, .now = rows.time(4)};
            message.facts.chat = rows.uuid(3);
            message.facts.is_deleted = true;
            message.facts.is_member = false;
            messages.emplace(rows.uuid(1), std::move(message));
        }
    }
    return messages;
}

/// Whether somebody else has done something that may be the recipient's first news.
bool may_raise(const Message& message, const Doings& doings) {
    return message.facts.is_member && message.facts.wants_news && !message.facts.is_deleted &&
           std::any_of(doings.named.begin(), doings.named.end(),
                       [&](const auto& named) { return named.second != message.recipient; });
}

/// The recipients' sequences, locked. Messages of others, who have no notice and get none now, are left out from here
/// on.
std::map<UserId, std::uint64_t> lock_heads(database::Session& session, const DoingsOfMessages& doings,
                                           MessagesById& messages) {
    std::set<UserId> recipients;
    std::set<UserId> made;
    for (const auto& [id, message] : messages) {
        recipients.insert(message.recipient);
        if (may_raise(message, doings.at(id))) made.insert(message.recipient);
    }
    LiteralRows new_heads;
    for (const auto& recipient : made) new_heads.add(recipient, std::uint64_t{0}, std::uint64_t{0});
    database::write(session, sql_text::kMakeHeads, new_heads);
    LiteralRows asked;
    for (const auto& recipient : recipients) asked.add(recipient);
    std::map<UserId, std::uint64_t> heads;
    for (const auto& text : asked.in(sql_text::kLockHeads)) {
        ResultSet rows{session.query(text)};
        while (rows.next()) heads.emplace(rows.parsed<UserId>(1), rows.number(2));
    }
    std::erase_if(messages, [&](const auto& one) { return !heads.contains(one.second.recipient); });
    return heads;
}

/// What is damaged is written anew.
notices::Standing read_standing(std::uint32_t actors, std::string_view reactions, std::string_view newest) {
    try {
        return {actors, notices::parse_reactions(reactions), notices::parse_newest(newest)};
    } catch (const std::runtime_error&) {
        return {};
    }
}

void lock_notices(database::Session& session, MessagesById& messages) {
    std::map<std::pair<UserId, Uuid>, Message*> in_order;
    for (auto& [id, message] : messages) in_order.emplace(std::pair{message.recipient, id}, &message);
    Portions asked;
    for (const auto& [key, message] : in_order) asked.add(key.first, key.second);
    asked.select(session, sql_text::kLockNotices, [&](auto found) {
        for (ResultSet rows{std::move(found)}; rows.next();) {
            messages.at(rows.uuid(1)).before = Notice{
                .chat = rows.uuid(2),
                .state = static_cast<notices::State>(rows.number(3)),
                .is_read = rows.flag(4),
                .sequence = rows.number(5),
                .changed_at = rows.time(6),
                .raised_sequence = rows.number(7),
                .raised_at = rows.time(8),
                .standing = read_standing(static_cast<std::uint32_t>(rows.number(9)), rows.text(10), rows.text(11)),
                .new_since_read = static_cast<std::uint32_t>(rows.number(12)),
                .milestone = static_cast<std::uint32_t>(rows.number(13)),
            };
        }
    });
}

void read_known(database::Session& session, const DoingsOfMessages& doings, MessagesById& messages) {
    for_each_row(session, sql_text::kKnownActors, all_ids(messages), messages,
                 [&](ResultSet& rows, const Uuid& id, Message& message) {
                     auto user = rows.parsed<UserId>(2);
                     if (!doings.at(id).erased.contains(user)) message.known.insert(std::move(user));
                 });
    for (auto& [id, message] : messages) message.facts.known_count = message.known.size();
}

bool is_there(const Message& message) {
    return !message.facts.is_deleted;
}

void read_totals(database::Session& session, MessagesById& messages) {
    for_each_row(session, sql_text::kTotalsOfMessages, ids_of(messages, is_there), messages,
                 [](ResultSet& rows, const Uuid&, Message& message) {
                     message.totals[rows.parsed<Reaction>(2)] = static_cast<std::uint32_t>(rows.number(3));
                 });
    for (auto& [id, message] : messages) {
        std::uint64_t total = 0;
        for (const auto& [reaction, count] : message.totals) total += count;
        message.is_small = total <= notices::kReactionsLookedAt;
    }
}

/// Adds somebody who has just done something and reacts now.
void add_reacting(Message& message, const UserId& user) {
    auto& facts = message.facts;
    if (std::find(facts.reacting.begin(), facts.reacting.end(), user) != facts.reacting.end()) return;
    facts.reacting.push_back(user);
    if (message.known.contains(user)) facts.known.insert(user);
}

/// Messages with few reactions: all that there is to know is in the rows of these, read at one moment.
void read_small(database::Session& session, const DoingsOfMessages& doings, MessagesById& messages) {
    const auto ids = ids_of(messages, [](const Message& one) { return is_there(one) && one.is_small; });
    std::map<Uuid, std::vector<notices::StandingReaction>> reactions;
    for_each_row(session, sql_text::kReactionsOnMessages, ids, messages,
                 [&](ResultSet& rows, const Uuid& id, const Message& message) {
                     auto user = rows.parsed<UserId>(2);
                     const bool is_hidden = rows.flag(5) || user == message.recipient;
                     reactions[id].push_back({std::move(user), rows.parsed<Reaction>(3), rows.time(4), is_hidden});
                 });
    for (const auto& [id, all] : reactions) {
        auto& message = messages.at(id);
        message.facts.standing = notices::standing_of(all);
        const auto& named = doings.at(id).named;
        for (const auto& one : all) {
            if (!one.is_hidden && named.contains({one.reaction, one.user})) add_reacting(message, one.user);
        }
    }
}

/// Users, and whom each of them may have blocked.
using Pairs = std::set<std::pair<UserId, UserId>>;

/// Those of the pairs of whom the first has blocked the second.
Pairs blocks_among(database::Session& session, const Pairs& pairs) {
    Portions asked;
    for (const auto& [user, blocked] : pairs) asked.add(user, blocked);
    Pairs blocks;
    asked.select(session, sql_text::kBlocksAmong, [&](auto found) {
        for (ResultSet rows{std::move(found)}; rows.next();) {
            blocks.emplace(rows.parsed<UserId>(1), rows.parsed<UserId>(2));
        }
    });
    return blocks;
}

/// Of messages with many reactions: those who may be named, and whether their sender has blocked them.
void read_newest(database::Session& session, const LiteralRows& ids, MessagesById& messages) {
    Pairs pairs;
    for_each_row(session, sql_text::kRecentOfMessages, ids, messages,
                 [&](ResultSet& rows, const Uuid&, Message& message) {
                     const auto reaction = rows.parsed<Reaction>(2);
                     std::vector<Liker> recent;
                     try {
                         recent = parse_likers(rows.text(3));
                     } catch (const std::runtime_error&) {
                         // The audit makes the summary anew; until then nobody is named because of it.
                         return;
                     }
                     const auto count = std::min(std::ssize(recent), kRecentLookedAt);
                     for (auto liker = recent.end() - count; liker != recent.end(); ++liker) {
                         message.newest.push_back({liker->user, reaction, liker->since});
                         pairs.emplace(message.recipient, liker->user);
                     }
                 });
    const auto blocks = blocks_among(session, pairs);
    for (auto& [id, message] : messages) {
        for (auto& one : message.newest) {
            one.is_hidden = one.user == message.recipient || blocks.contains({message.recipient, one.user});
        }
    }
}

/// Of messages with many reactions: which of those who have just done something are to be looked at as news.
void read_reacting(database::Session& session, const DoingsOfMessages& doings, const notices::Policy& policy,
                   MessagesById& messages) {
    Portions asked;
    Pairs pairs;
    for (const auto& [id, message] : messages) {
        if (!is_there(message) || message.is_small || message.known.size() >= policy.known_max) continue;
        for (const auto& [reaction, user] : doings.at(id).named) {
            if (user == message.recipient) continue;
            asked.add(id, reaction, user);
            pairs.emplace(message.recipient, user);
        }
    }
    if (pairs.empty()) return;
    const auto blocks = blocks_among(session, pairs);
    asked.select(session, sql_text::kReactionsAmong, [&](auto found) {
        for (ResultSet rows{std::move(found)}; rows.next();) {
            auto& message = messages.at(rows.uuid(1));
            const auto user = rows.parsed<UserId>(2);
            if (!blocks.contains({message.recipient, user})) add_reacting(message, user);
        }
    });
}

void read_large(database::Session& session, const DoingsOfMessages& doings, const notices::Policy& policy,
                MessagesById& messages) {
    const auto ids = ids_of(messages, [](const Message& one) { return is_there(one) && !one.is_small; });
    if (ids.empty()) return;
    const auto hide = [](ResultSet& rows, const Uuid&, Message& message) {
        message.hidden[rows.parsed<Reaction>(2)] += static_cast<std::uint32_t>(rows.number(3));
    };
    for_each_row(session, sql_text::kOwnReactions, ids, messages, hide);
    for_each_row(session, sql_text::kBlockedReactions, ids, messages, hide);
    read_newest(session, ids, messages);
    read_reacting(session, doings, policy, messages);
    for (auto& [id, message] : messages) {
        if (!is_there(message) || message.is_small) continue;
        message.facts.standing = notices::standing_of_many(message.totals, message.hidden, message.newest);
    }
}

/// What one transaction writes.
struct Writing {
    LiteralRows notices;
    LiteralRows deliveries;
    LiteralRows remembered;
    Portions forgotten;
    LiteralRows heads;
};

void write(const UserId& recipient, const Uuid& id, const Notice& notice, LiteralRows& rows) {
    rows.add(recipient, id, notice.chat, static_cast<std::uint32_t>(notice.state),
             std::uint32_t{notice.is_read ? 1U : 0U}, notice.sequence, notice.changed_at, notice.raised_sequence,
             notice.raised_at, notice.standing.actors,
             std::string_view{notices::format_reactions(notice.standing.reactions)},
             std::string_view{notices::format_newest(notice.standing.newest)}, notice.new_since_read, notice.milestone);
}

void count(Outcome outcome, SettledNotices& settled) {
    switch (outcome) {
        case Outcome::kUnchanged:
            break;
        case Outcome::kChangedUnseen:
            ++settled.changed_unseen;
            break;
        case Outcome::kChanged:
            ++settled.changed;
            break;
        case Outcome::kRaised:
            ++settled.raised;
            break;
        case Outcome::kWithdrawn:
            ++settled.withdrawn;
            break;
    }
}

/// Applies the rules to one message. `sequence` is its recipient's newest, and is moved if the notice takes the next.
void settle(const Uuid& id, const Message& message, std::uint64_t& sequence, const notices::Policy& policy,
            Writing& writing, SettledNotices& settled) {
    const auto next = notices::apply(message.before, message.facts, sequence + 1, message.now, policy);
    if (next.outcome == Outcome::kUnchanged) return;
    count(next.outcome, settled);
    sequence = std::max(sequence, next.notice->sequence);
    write(message.recipient, id, *next.notice, writing.notices);
    for (const auto& user : next.remembered) writing.remembered.add(id, user, message.now);
    if (next.is_told) {
        writing.deliveries.add(kInApp, message.recipient, id, Uuid{}, message.now, message.now + kToldWithin,
                               next.notice->sequence, std::uint32_t{0});
    }
}

}  // namespace

SettledNotices& SettledNotices::operator+=(const SettledNotices& other) {
    raised += other.raised;
    changed += other.changed;
    withdrawn += other.withdrawn;
    changed_unseen += other.changed_unseen;
    return *this;
}

SettledNotices settle_notices(database::Session& session, const DoingsOfMessages& doings,
                              const notices::Policy& policy) {
    SettledNotices settled;
    auto messages = find_messages(session, doings);
    auto heads = lock_heads(session, doings, messages);
    if (messages.empty()) return settled;
    lock_notices(session, messages);
    read_known(session, doings, messages);
    read_totals(session, messages);
    read_small(session, doings, messages);
    read_large(session, doings, policy, messages);

    Writing writing;
    const auto before = heads;
    for (const auto& [id, message] : messages) {
        for (const auto& user : doings.at(id).erased) writing.forgotten.add(id, user);
        settle(id, message, heads.at(message.recipient), policy, writing, settled);
    }
    for (const auto& [recipient, sequence] : heads) {
        if (sequence != before.at(recipient)) writing.heads.add(recipient, sequence, std::uint64_t{0});
    }
    writing.forgotten.write(session, sql_text::kForgetActors);
    database::write(session, sql_text::kWriteNotices, writing.notices);
    database::write(session, sql_text::kRememberActors, writing.remembered);
    database::write(session, sql_text::kMoveHeads, writing.heads);
    database::write(session, sql_text::kSchedule, writing.deliveries);
    return settled;
}

}  // namespace likes::store
