#include "store/notices/departures.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>

#include "base/time.hpp"
#include "database/result_set.hpp"
#include "store/cursors.hpp"
#include "store/notices/upkeep_sql.hpp"

namespace likes::store {
namespace {

/// How long the chat backend may take to commit that somebody has left or a message is deleted.
constexpr std::chrono::minutes kLookback{1};
/// The cursor is not moved at each scan, because that is a commit: whoever begins anew looks back a little further.
constexpr std::chrono::seconds kCursorInterval{10};

DoingsOfMessages find(database::Session& session, std::string_view sql, Time since) {
    auto& statement = session.prepare(sql);
    statement.setInt64(1, since.time_since_epoch().count());
    statement.setUInt64(2, Departures::kBatch);
    database::ResultSet rows{statement.executeQuery()};
    DoingsOfMessages found;
    while (rows.next()) found.try_emplace(rows.uuid(1));
    return found;
}

}  // namespace

SettledNotices Departures::run_once() {
    SettledNotices settled;
    scan("notices_left", sql_text::kNoticesOfLeavers, settled);
    scan("notices_deleted", sql_text::kNoticesOfDeleted, settled);
    return settled;
}

void Departures::scan(std::string_view cursor, std::string_view statement, SettledNotices& settled) {
    Time now;
    std::optional<Time> scanned;
    session_.read([&](database::Session& session) {
        now = database_now(session);
        scanned = read_cursor(session, cursor);
    });
    const auto since = scanned.value_or(now) - kLookback;
    // What is found and cannot be settled, because nobody of ours has written it, must not keep this from ending.
    std::size_t found = 0;
    SettledNotices some;
    do {
        session_.transaction([&](database::Session& session) {
            const auto doings = find(session, statement, since);
            found = doings.size();
            some = settle_notices(session, doings, policy_);
        });
        settled += some;
    } while (found == kBatch && some.total() > 0);
    if (scanned && now < *scanned + kCursorInterval) return;
    session_.transaction([&](database::Session& session) { move_cursor(session, cursor, now); });
}

}  // namespace likes::store
