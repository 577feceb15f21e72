#include "store/analytics/numbers_auditor.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analytics/bucket.hpp"
#include "base/text.hpp"
#include "base/user_id.hpp"
#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "likes/feed_entry.hpp"
#include "likes/outbox_entry.hpp"
#include "store/analytics/audit_sql.hpp"
#include "store/analytics/counting_sql.hpp"
#include "store/portions.hpp"

namespace likes::store {
namespace {

using analytics::Comparison;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// Messages of one part, and rows of the outbox or of the feed.
constexpr std::size_t kMessagesOfPart = 500;
constexpr std::size_t kWaitingOfPart = 500;

/// What may wait to be counted: rows of the outbox and of the feed together, and what is kept of them.
constexpr std::size_t kWaitingRowsMax = 20'000;
constexpr std::size_t kWaitingBytesMax = std::size_t{64} * 1024 * 1024;

/// Differences of one transaction. Each is two rows, and of a user it is looked at again.
constexpr std::size_t kDifferencesOfPart = 2000;

/// The name of the moment of the last correction.
constexpr std::string_view kAudited = "audited";

/// The moments that others leave in the table of cursors.
struct Moments {
    Comparison::Moments compared;
    std::optional<Time> audited_at;
};

Moments read_moments(database::Session& session) {
    Moments moments;
    database::ResultSet found{session.prepare(sql_text::kAuditedMoments).executeQuery()};
    while (found.next()) {
        const auto name = found.text(1);
        const Time at = found.time(2);
        if (name == "quarters_kept") moments.compared.quarters_kept = floor<seconds>(at);
        if (name == "days_kept") moments.compared.days_kept = floor<seconds>(at);
        if (name == "counting") moments.compared.counting_since = floor<seconds>(at);
        if (name == kAudited) moments.audited_at = at;
    }
    return moments;
}

/// nullopt for a name that the chat backend has given somebody who can have no token: that is nobody's.
std::optional<std::string> known_sender(const std::string& name) {
    return UserId::parse(name) ? std::optional{name} : std::nullopt;
}

/// Why a comparison is given up.
struct GivenUp {
    NumbersAuditor::Outcome outcome;
};

/// One comparison, within its snapshot. Its functions throw GivenUp.
class Look {
  public:
    Look(database::Session& session, const Uuid& chat, const Comparison::Moments& moments, std::size_t rows_max,
         const NumbersAuditor::Pause& pause)
        : session_{session}, chat_{chat}, comparison_{moments}, rows_max_{rows_max}, pause_{pause} {}

    void read() {
        read_waiting();
        read_stored();
        Uuid after;
        for (bool is_last = false; !is_last;) is_last = read_part_of_changes(after);
        read_unrecorded();
    }

    analytics::Differences differences() const { return comparison_.differences(); }
    std::size_t rows() const { return rows_; }

  private:
    // What waits to be counted.

    void read_waiting() {
        std::size_t left = kWaitingRowsMax;
        read_waiting(sql_text::kAuditedOutbox, left, [this](database::ResultSet& row) {
            if (static_cast<Cause>(row.number(2)) != Cause::kCorrection) keep_lines(row.text(3), &parse_entry);
        });
        read_waiting(sql_text::kAuditedFeed, left, [this](database::ResultSet& row) {
            keep_lines(row.text(2), [](std::string_view line) {
                auto fed = parse_feed_entry(line);
                if (fed.cause == Cause::kCorrection) fed.entry.changes.clear();
                return std::move(fed.entry);
            });
        });
        compare_waiting();
    }

    template <class Keep>
    void read_waiting(std::string_view sql, std::size_t& left, const Keep& keep) {
        Uuid after;
        for (std::size_t found = kWaitingOfPart; found == kWaitingOfPart;) {
            auto& statement = session_.prepare(sql);
            statement.setString(1, chat_.to_hex());
            statement.setString(2, after.to_hex());
            statement.setUInt64(3, kWaitingOfPart);
            database::ResultSet rows{statement.executeQuery()};
            found = 0;
            for (; rows.next(); ++found) {
                after = rows.uuid(1);
                keep(rows);
            }
            if (found > left) throw GivenUp{NumbersAuditor::Outcome::kTooMuchWaits};
            left -= found;
        }
    }

    /// Keeps the entries of the chat. One that this service cannot have written is nobody's: it is never counted.
    template <class Parse>
    void keep_lines(const std::string& lines, const Parse& parse) {
        waiting_bytes_ += lines.size();
        if (waiting_bytes_ > kWaitingBytesMax) throw GivenUp{NumbersAuditor::Outcome::kTooMuchWaits};
        if (lines.empty()) return;
        for (const auto line : split(lines, '\n')) {
            try {
                auto entry = parse(line);
                if (entry.chat == chat_) waiting_.push_back(std::move(entry));
            } catch (const std::runtime_error&) {
                continue;
            }
        }
    }

    void compare_waiting() {
        for (const auto& entry : waiting_) waiting_messages_.insert(entry.target.message);
        const std::vector<Uuid> messages{waiting_messages_.begin(), waiting_messages_.end()};
        std::map<Uuid, std::optional<std::string>> senders;
        database::BatchParameters asked;
        for (const auto& message : messages) asked.add(message);
        database::ResultSet found = select(session_, sql_text::kAuditedSenders, asked);
        while (found.next()) senders.emplace(messages.at(found.item(1)), known_sender(found.text(2)));
        for (const auto& entry : waiting_) {
            const auto sender = senders.find(entry.target.message);
            comparison_.add_pending(entry, sender == senders.end() ? std::nullopt : sender->second);
        }
        waiting_.clear();
    }

    // What is stored.

    void read_stored() {
        auto& quarters = session_.prepare(sql_text::kAuditedQuarters);
        quarters.setString(1, chat_.to_hex());
        database::ResultSet sums{quarters.executeQuery()};
        while (sums.next()) {
            comparison_.add_stored(sums.text(1), static_cast<std::uint32_t>(sums.number(2)), sums.signed_number(3));
        }
        auto& days = session_.prepare(sql_text::kAuditedUserDays);
        days.setString(1, chat_.to_hex());
        database::ResultSet users{days.executeQuery()};
        while (users.next()) {
            comparison_.add_stored_of_user(users.text(1), static_cast<std::uint32_t>(users.number(2)),
                                           {users.signed_number(3), users.signed_number(4)});
        }
    }

    // The rows.

    /// True if it was the last one.
    bool read_part_of_changes(Uuid& after) {
        const auto begun = steady_clock::now();
        auto& statement = session_.prepare(sql_text::kAuditedMessages);
        statement.setString(1, chat_.to_hex());
        statement.setString(2, after.to_hex());
        statement.setUInt64(3, kMessagesOfPart);
        database::ResultSet found{statement.executeQuery()};
        std::size_t met = 0;
        std::vector<Uuid> messages;
        for (; found.next(); ++met) {
            after = found.uuid(1);
            if (found.flag(2)) messages.push_back(after);
        }
        compare_rows(messages);
        const bool is_last = met < kMessagesOfPart;
        if (!is_last && !pause_(steady_clock::now() - begun)) throw GivenUp{NumbersAuditor::Outcome::kStopped};
        return is_last;
    }

    /// A message whose first change waits in the outbox is not among the changes of the chat yet.
    void read_unrecorded() {
        database::BatchParameters asked;
        for (const auto& message : waiting_messages_) asked.add(message, chat_);
        std::vector<Uuid> messages;
        database::ResultSet found = select(session_, sql_text::kAuditedUnrecordedMessages, asked);
        while (found.next()) messages.push_back(found.uuid(1));
        compare_rows(messages);
    }

    void compare_rows(const std::vector<Uuid>& messages) {
        database::BatchParameters asked;
        for (const auto& message : messages) asked.add(message);
        database::ResultSet sums = select(session_, sql_text::kAuditedRows, asked);
        while (sums.next()) {
            const auto count = sums.number(3);
            rows_ += count;
            if (rows_ > rows_max_) throw GivenUp{NumbersAuditor::Outcome::kTooLarge};
            comparison_.add_rows(sums.text(1), static_cast<std::uint32_t>(sums.number(2)),
                                 static_cast<std::int64_t>(count));
        }
        database::BatchParameters asked_again;
        for (const auto& message : messages) asked_again.add(message);
        database::ResultSet users = select(session_, sql_text::kAuditedRowsOfUsers, asked_again);
        while (users.next()) {
            const auto sender = users.is_null(2) ? std::nullopt : known_sender(users.text(2));
            comparison_.add_rows_of_user(users.text(1), sender, static_cast<std::uint32_t>(users.number(3)),
                                         static_cast<std::int64_t>(users.number(4)));
        }
    }

    database::Session& session_;
    const Uuid& chat_;
    Comparison comparison_;
    const std::size_t rows_max_;
    const NumbersAuditor::Pause& pause_;
    std::vector<OutboxEntry> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::set<Uuid> waiting_messages_;
    std::size_t rows_ = 0;
};

/// Some of the differences, as the rows that are written: of the deployment and of the chat the same, in the order of
/// the key.
class Part {
  public:
    void add(const analytics::QuarterSums::value_type& difference) { quarters_.push_back(&difference); }
    void add(const analytics::UserSums::value_type& difference) { users_.push_back(&difference); }
    std::size_t size() const { return quarters_.size() + users_.size(); }

    void write(database::Session& session, const Uuid& chat) const {
        database::LiteralRows quarters;
        database::LiteralRows users;
        Portions keys;
        for (const auto& id : {analytics::kDeployment, chat}) {
            for (const auto* difference : quarters_) {
                const auto& [key, sum] = *difference;
                quarters.add(id, std::string_view{key.first}, key.second, sum, std::int64_t{0});
            }
            for (const auto* difference : users_) {
                const auto& [key, sum] = *difference;
                users.add(id, std::string_view{key.first}, key.second, sum.given, sum.received);
                keys.add(id, std::string_view{key.first}, key.second);
            }
        }
        database::write(session, sql_text::kAddToQuarters, quarters);
        database::write(session, sql_text::kAddToUserDays, users);
        keys.write(session, sql_text::kDeleteEmptyUserDays);
    }

  private:
    std::vector<const analytics::QuarterSums::value_type*> quarters_;
    std::vector<const analytics::UserSums::value_type*> users_;
};

/// A difference of the chat and of the deployment is never in two parts, because what a part leaves undone is found
/// again in the chat alone.
std::vector<Part> parts_of(const analytics::Differences& differences) {
    std::vector<Part> parts;
    const auto add = [&](const auto& all) {
        for (const auto& difference : all) {
            if (parts.empty() || parts.back().size() >= kDifferencesOfPart) parts.emplace_back();
            parts.back().add(difference);
        }
    };
    add(differences.quarters);
    add(differences.users);
    return parts;
}

enum class Turn {
    kOurs,
    /// This very correction is committed already: the answer to its commit was lost.
    kDone,
    kSomebodyElses
};

/// Takes the turn of the correction that is to follow the one of `last`, if no other has. The row stays locked until
/// the commit.
Turn take_turn(database::Session& session, const std::optional<Time>& last, Time now) {
    std::optional<Time> newest;
    {
        database::ResultSet found{session.prepare(sql_text::kLockAudited).executeQuery()};
        if (found.next()) newest = found.time(1);
    }
    if (newest == now) return Turn::kDone;
    if (newest != last) return Turn::kSomebodyElses;
    database::LiteralRows moment;
    moment.add(kAudited, now);
    database::write(session, last ? sql_text::kMoveAudited : sql_text::kBeginAudited, moment);
    return Turn::kOurs;
}

}  // namespace

NumbersAuditor::NumbersAuditor(database::Session session, Clock clock)
    : session_{std::move(session)}, clock_{std::move(clock)} {}

std::optional<Uuid> NumbersAuditor::chat_after(const Uuid& chat) {
    std::optional<Uuid> next;
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kAuditedChatAfter);
        statement.setString(1, chat.to_hex());
        database::ResultSet found{statement.executeQuery()};
        next = found.next() ? std::optional{found.uuid(1)} : std::nullopt;
    });
    return next;
}

NumbersAuditor::Result NumbersAuditor::compare(const Uuid& chat, std::size_t rows_max, const Pause& pause) {
    Result result;
    session_.snapshot([&](database::Session& session) {
        result = {};
        const auto moments = read_moments(session);
        result.audited_at = moments.audited_at;
        Look look{session, chat, moments.compared, rows_max, pause};
        try {
            look.read();
            result.differences = look.differences();
        } catch (const GivenUp& reason) {
            result.outcome = reason.outcome;
        }
        result.rows = look.rows();
    });
    return result;
}

bool NumbersAuditor::correct(const Uuid& chat, const Result& result) {
    auto last = result.audited_at;
    for (const auto& part : parts_of(result.differences)) {
        const Time now = std::max(clock_(), last.value_or(Time{}) + std::chrono::microseconds{1});
        Turn turn{};
        session_.transaction([&](database::Session& session) {
            turn = take_turn(session, last, now);
            if (turn == Turn::kOurs) part.write(session, chat);
        });
        if (turn == Turn::kSomebodyElses) return false;
        last = now;
    }
    return true;
}

}  // namespace likes::store
