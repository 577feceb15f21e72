#include "store/upkeep/notice_eraser.hpp"

#include <cstddef>
#include <string_view>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/deleting.hpp"
#include "store/notices/settling_sql.hpp"
#include "store/portions.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

/// Rows of one transaction.
constexpr std::size_t kNoticesAtOnce = 200;

/// The result of a statement that takes a user and a limit.
database::ResultSet some_of(database::Session& session, std::string_view sql, const UserId& user) {
    auto& statement = session.prepare(sql);
    statement.setString(1, user.str());
    statement.setUInt64(2, kNoticesAtOnce);
    return database::ResultSet{statement.executeQuery()};
}

/// Runs a statement that deletes what is the user's. Returns how many rows went.
std::uint64_t erase_all(database::Session& session, std::string_view sql, const UserId& user) {
    auto& statement = session.prepare(sql);
    statement.setString(1, user.str());
    return static_cast<std::uint64_t>(statement.executeUpdate());
}

void record(database::Session& session, const UserId& user, const ErasedNotices& erased) {
    auto& statement = session.prepare(sql_text::kRecordErasedNotices);
    statement.setString(1, user.str());
    statement.setUInt64(2, erased.notices);
    statement.setUInt64(3, erased.actors);
    statement.setUInt64(4, erased.heads);
    statement.setUInt64(5, erased.preferences);
    statement.setUInt64(6, erased.deliveries);
    statement.executeUpdate();
}

void lock_head(database::Session& session, const UserId& user) {
    auto& statement = session.prepare(sql_text::kLockHeadOf);
    statement.setString(1, user.str());
    database::ResultSet rows{statement.executeQuery()};
    while (rows.next()) continue;
}

/// Some of the user's own notices. Returns how many.
std::size_t erase_own(database::Session& session, const UserId& user) {
    lock_head(session, user);
    NoticeKeys keys;
    for (auto rows = some_of(session, sql_text::kNoticesOfRecipient, user); rows.next();) {
        keys.emplace_back(user, rows.uuid(1));
    }
    // Before those of the notices go with them: so each is counted.
    const auto deliveries = erase_all(session, sql_text::kDeleteDeliveriesTo, user);
    delete_notices(session, keys);
    record(session, user, {.notices = keys.size(), .deliveries = deliveries});
    return keys.size();
}

/// What else is the user's, when no notice is left.
void erase_settings(database::Session& session, const UserId& user) {
    lock_head(session, user);
    record(session, user,
           {.heads = erase_all(session, sql_text::kDeleteHeadOf, user),
            .preferences = erase_all(session, sql_text::kDeletePreferencesOf, user)});
}

/// Has some of the notices of others forget the user. Returns how many.
std::size_t forget(database::Session& session, const UserId& user) {
    Portions known;
    std::size_t count = 0;
    for (auto rows = some_of(session, sql_text::kNoticesKnowing, user); rows.next(); ++count) {
        known.add(rows.uuid(1), user);
    }
    known.write(session, sql_text::kForgetActors);
    if (count > 0) record(session, user, {.actors = count});
    return count;
}

/// Where notices are made no longer (option `feed`), those that are there name the user still: they name nobody then.
std::size_t stop_naming(database::Session& session, const UserId& user) {
    NoticeKeys keys;
    for (auto rows = some_of(session, sql_text::kNoticesNaming, user); rows.next();) {
        keys.emplace_back(rows.parsed<UserId>(1), rows.uuid(2));
    }
    lock_recipients(session, keys);
    Portions naming;
    for (const auto& [recipient, message] : keys) naming.add(recipient, message);
    naming.write(session, sql_text::kNameNobody);
    return keys.size();
}

/// Does the work in transactions until one finds less than it could have.
template <class Work>
void repeat(database::Session& session, const UserId& user, const Work& work) {
    std::size_t done = kNoticesAtOnce;
    while (done == kNoticesAtOnce) {
        session.transaction([&](database::Session& current) { done = work(current, user); });
    }
}

}  // namespace

void erase_from_notices(database::Session& session, const UserId& user) {
    repeat(session, user, erase_own);
    session.transaction([&](database::Session& current) { erase_settings(current, user); });
    repeat(session, user, forget);
    repeat(session, user, stop_naming);
}

}  // namespace likes::store
