#include "store/upkeep/eraser.hpp"

#include <algorithm>
#include <vector>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/upkeep/message_range.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

/// Rows of one range, targets of one transaction, and scans of all messages after which the user counts as still
/// reacting.
constexpr std::size_t kRowsOfRange = 20'000;
constexpr std::size_t kBatch = 200;
constexpr int kScansMax = 10;

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

void run_for(database::Session& session, std::string_view sql, const UserId& user) {
    auto& statement = session.prepare(sql);
    statement.setString(1, user.str());
    statement.executeUpdate();
}

}  // namespace

Eraser::Receipt Eraser::erase(const UserId& user, const Progress& progress) {
    session_.transaction([&](database::Session& session) { run_for(session, sql_text::kBeginErasure, user); });
    std::size_t erased = 0;
    int scans = 0;
    while (erase_once(user, erased, progress) > 0) {
        if (++scans == kScansMax)
            throw StillReacting{"the user keeps reacting; end the user's access and run the erasure again"};
    }

    Receipt receipt;
    session_.transaction([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kErasure);
        statement.setString(1, user.str());
        database::ResultSet rows{statement.executeQuery()};
        if (!rows.next()) throw std::runtime_error{"another process has erased the same user at the same time"};
        receipt = {rows.time(1), rows.time(4), rows.number(2), rows.number(3)};
    });
    return receipt;
}

void Eraser::forget(const UserId& user) {
    session_.transaction([&](database::Session& session) { run_for(session, sql_text::kEndErasure, user); });
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
            const auto some = rest.first(std::min(rest.size(), kBatch));
            erased += erase_some(some, user);
            progress(erased);
            rest = rest.subspan(some.size());
        }
    } while (!found.range.is_last());
    return met;
}

std::size_t Eraser::erase_some(std::span<const MessageReaction> targets, const UserId& user) {
    const auto erased = writer_.erase(targets, user).reactions;
    if (erased == targets.size()) return erased;
    // A row that its summary does not count is not found under the lock. So the summaries are repaired, and the rest is
    // erased.
    auditor_.repair(targets);
    return erased + writer_.erase(targets, user).reactions;
}

}  // namespace likes::store
