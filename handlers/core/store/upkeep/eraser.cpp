#include "store/upkeep/eraser.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "likes/change.hpp"
#include "store/analytics/counting_sql.hpp"
#include "store/portions.hpp"
#include "store/upkeep/message_range.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

/// Targets of one transaction, and scans of all messages after which the user counts as still
/// reacting.
constexpr std::size_t kTargetsAtOnce = 200;
constexpr int kScansMax = 10;
/// Rows of user_days of one transaction.
constexpr std::size_t kDaysAtOnce = 1000;

struct Found {
    MessageRange range;
    /// What the user has put on the messages of the range, in the order of the locks.
    std::vector<MessageReaction> targets;
};

Found find(database::Session& session, const Uuid& after, const UserId& user) {
    Found found{next_range(session, after, kRowsOfRange), {}};
    auto& statement = session.prepare(sql_text::kReactionsOfUserBetween);
    statement.setString(1, found.range.after.to_hex());
    statement.setString(2, found.range.last.to_hex());
    statement.setString(3, user.str());
    database::ResultSet rows{statement.executeQuery()};
    while (rows.next()) found.targets.push_back({rows.uuid(1), rows.parsed<Reaction>(2)});
    return found;
}

/// Where changes that name the user wait for the consumers of the feed.
struct OnTheirWay {
    bool in_outbox = false;
    bool in_feed = false;
};

OnTheirWay on_their_way(database::Session& session, const UserId& user) {
    auto& statement = session.prepare(sql_text::kOnTheirWay);
    // As a change stands in an entry: a blank before it, and a comma behind the user, none of which is in a user id.
    unsigned parameter = 0;
    for (int table = 0; table < 2; ++table) {
        for (const auto action : {Action::kPut, Action::kTakeBack}) {
            statement.setString(++parameter, ' ' + format_change({user, action}) + ',');
        }
    }
    database::ResultSet rows{statement.executeQuery()};
    rows.next();
    return {rows.flag(1), rows.flag(2)};
}

/// The key of a row of user_days, but for the user.
struct DayInChat {
    Uuid chat;
    std::uint64_t day;
};

std::vector<DayInChat> days_of(database::Session& session, const UserId& user) {
    auto& statement = session.prepare(sql_text::kDaysOfUser);
    statement.setString(1, user.str());
    database::ResultSet rows{statement.executeQuery()};
    std::vector<DayInChat> days;
    while (rows.next()) days.push_back({rows.uuid(1), rows.number(2)});
    return days;
}

/// Removes those of the user's rows of user_days that are still there, and adds their number to the erasure.
void erase_days(database::Session& session, const UserId& user, std::span<const DayInChat> days) {
    Portions keys;
    for (const auto& [chat, day] : days) keys.add(chat, user, day);
    std::size_t count = 0;
    keys.select(session, sql_text::kLockUserDays, [&](auto found) {
        for (database::ResultSet rows{std::move(found)}; rows.next();) ++count;
    });
    if (count == 0) return;
    keys.write(session, sql_text::kDeleteUserDays);
    auto& record = session.prepare(sql_text::kRecordErasedDays);
    record.setString(1, user.str());
    record.setUInt64(2, count);
    record.executeUpdate();
}

}  // namespace

Eraser::Receipt Eraser::erase(const UserId& user, const Progress& progress) {
    const Time begun_at = begin_or_read(user).begun_at;
    std::size_t erased = 0;
    erase_once(user, erased, progress);
    pause_();
    // Its commit comes after all that were on their way to the disk, however long the disk has stood still.
    begin_or_read(user);
    int scans = 1;
    while (erase_once(user, erased, progress) > 0) {
        if (++scans == kScansMax)
            throw StillReacting{"the user keeps reacting; end the user's access and run the erasure again"};
    }
    wait_until_counted(user);
    erase_from_numbers(user);
    erase_from_notices(session_, user);
    auto receipt = begin_or_read(user);
    receipt.begun_at = std::min(receipt.begun_at, begun_at);
    return receipt;
}

void Eraser::forget(const UserId& user, const Receipt& receipt) {
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kEndErasure);
        statement.setString(1, user.str());
        statement.setUInt64(2, receipt.erased);
        statement.setUInt64(3, receipt.published);
        statement.setUInt64(4, receipt.user_days);
        statement.setUInt64(5, receipt.notices.notices);
        statement.setUInt64(6, receipt.notices.actors);
        statement.setUInt64(7, receipt.notices.heads);
        statement.setUInt64(8, receipt.notices.preferences);
        statement.setUInt64(9, receipt.notices.deliveries);
        statement.executeUpdate();
    });
}

/// The record of the erasure, made if there is none: at the beginning, and at the end if another process that erases
/// the same user has handed out its receipt meanwhile. When this returns, everything that it or a scan before saw is on
/// the disk.
Eraser::Receipt Eraser::begin_or_read(const UserId& user) {
    Receipt receipt;
    session_.transaction([&](database::Session& session) {
        auto& begin = session.prepare(sql_text::kBeginErasure);
        begin.setString(1, user.str());
        begin.executeUpdate();
        auto& statement = session.prepare(sql_text::kErasure);
        statement.setString(1, user.str());
        database::ResultSet rows{statement.executeQuery()};
        if (!rows.next()) throw std::logic_error{"the record of an erasure is gone in the transaction that made it"};
        const auto whole = [&](unsigned column) { return std::chrono::floor<std::chrono::seconds>(rows.time(column)); };
        receipt = {
            whole(1),       whole(10),
            rows.number(2), rows.number(3),
            rows.number(4), {rows.number(5), rows.number(6), rows.number(7), rows.number(8), rows.number(9)},
        };
    });
    return receipt;
}

/// Scans all messages once. Returns how many reactions of the user were found.
std::size_t Eraser::erase_once(const UserId& user, std::size_t& erased, const Progress& progress) {
    std::size_t met = 0;
    Found found;
    do {
        const Uuid after = found.range.last;
        session_.transaction([&](database::Session& session) { found = find(session, after, user); });
        met += found.targets.size();
        for (std::span<const MessageReaction> rest{found.targets}; !rest.empty();) {
            const auto some = rest.first(std::min(rest.size(), kTargetsAtOnce));
            erased += erase_some(some, user);
            progress(erased);
            rest = rest.subspan(some.size());
        }
    } while (!found.range.is_last());
    return met;
}

std::size_t Eraser::erase_some(std::span<const MessageReaction> targets, const UserId& user) {
    const auto erased = writer_.erase(targets, user, feed_).reactions;
    if (erased == targets.size()) return erased;
    // A row that its summary does not count is not found under the lock. So the summaries are repaired, and the rest is
    // erased.
    auditor_.repair(targets);
    return erased + writer_.erase(targets, user, feed_).reactions;
}

/// Returns when no change that names the user can reach a consumer any more.
void Eraser::wait_until_counted(const UserId& user) {
    while (true) {
        OnTheirWay changes;
        session_.transaction([&](database::Session& session) { changes = on_their_way(session, user); });
        // What is not recorded yet goes to the feed only if somebody is fed.
        changes.in_outbox = changes.in_outbox && !feed_.consumers.empty();
        if (!changes.in_outbox && !changes.in_feed) return;
        if (patience_()) continue;
        throw NotCounted{
            changes.in_outbox
                ? "the relay has not yet taken from the outbox what was removed; see that it runs, and run "
                  "the erasure again"
                : "the analytics have not yet counted what was removed, or the notifier has not yet taken it out of "
                  "the "
                  "notices; see that they run and do not lag, and run the erasure again"};
    }
}

/// Removes what the numbers still say of the user: what others gave them, and lists that name them.
void Eraser::erase_from_numbers(const UserId& user) {
    // An audit that has seen the user's reactions would add what is missing for them. It has corrected before this, and
    // then its rows are found below, or it never does.
    session_.transaction([](database::Session& session) { session.prepare(sql_text::kVoidAudits).executeUpdate(); });
    std::vector<DayInChat> days;
    session_.transaction([&](database::Session& session) { days = days_of(session, user); });
    for (std::span<const DayInChat> rest{days}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kDaysAtOnce));
        session_.transaction([&](database::Session& session) { erase_days(session, user, some); });
        rest = rest.subspan(some.size());
    }
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kDeleteRankingsNaming);
        statement.setString(1, '"' + user.str() + '"');
        statement.executeUpdate();
    });
}

}  // namespace likes::store
