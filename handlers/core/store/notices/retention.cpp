#include "store/notices/retention.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "database/result_set.hpp"
#include "store/cursors.hpp"
#include "store/notices/deleting.hpp"
#include "store/notices/upkeep_sql.hpp"

namespace likes::store {
namespace {

NoticeKeys older(database::Session& session, std::string_view sql, Time moment) {
    auto& statement = session.prepare(sql);
    statement.setInt64(1, moment.time_since_epoch().count());
    statement.setUInt64(2, NoticeRetention::kBatch);
    database::ResultSet rows{statement.executeQuery()};
    NoticeKeys keys;
    while (rows.next()) keys.emplace_back(rows.parsed<UserId>(1), rows.uuid(2));
    return keys;
}

NoticeKeys surplus_of(database::Session& session, const UserId& recipient, std::size_t kept) {
    auto& statement = session.prepare(sql_text::kSurplusNotices);
    statement.setString(1, recipient.str());
    statement.setUInt64(2, NoticeRetention::kBatch);
    statement.setUInt64(3, kept);
    database::ResultSet rows{statement.executeQuery()};
    NoticeKeys keys;
    while (rows.next()) keys.emplace_back(recipient, rows.uuid(1));
    return keys;
}

}  // namespace

bool NoticeRetention::delete_some() {
    if (delete_older(sql_text::kOldNotices, limits_.kept_for) == kBatch) return true;
    if (delete_older(sql_text::kWithdrawnNotices, kWithdrawnKeptFor) == kBatch) return true;
    return delete_surplus();
}

/// A notice is looked for once its recipient is locked: one that is raised meanwhile stays.
std::size_t NoticeRetention::delete_older(std::string_view statement, std::chrono::days age) {
    std::size_t deleted = 0;
    session_.transaction([&](database::Session& session) {
        const auto moment = database_now(session) - age;
        const auto found = older(session, statement, moment);
        deleted = found.size();
        if (found.empty()) return;
        lock_recipients(session, found);
        auto still_old = older(session, statement, moment);
        std::erase_if(still_old,
                      [&](const auto& key) { return std::find(found.begin(), found.end(), key) == found.end(); });
        delete_notices(session, std::move(still_old));
    });
    return deleted;
}

/// Looks at the next recipients, and then at those who have too many until they have not.
bool NoticeRetention::delete_surplus() {
    std::vector<UserId> full;
    std::size_t looked_at = 0;
    std::string last;
    session_.read([&](database::Session& session) {
        full.clear();
        looked_at = 0;
        auto& statement = session.prepare(sql_text::kNoticesOfRecipients);
        statement.setString(1, position_);
        statement.setUInt64(2, kBatch);
        database::ResultSet rows{statement.executeQuery()};
        for (; rows.next(); ++looked_at) {
            last = rows.text(1);
            if (rows.number(2) > limits_.kept_per_user) full.push_back(rows.parsed<UserId>(1));
        }
    });
    for (const auto& recipient : full) {
        for (std::size_t deleted = kBatch; deleted == kBatch;) {
            session_.transaction([&](database::Session& session) {
                lock_recipients(session, {{recipient, Uuid{}}});
                const auto surplus = surplus_of(session, recipient, limits_.kept_per_user);
                deleted = surplus.size();
                delete_notices(session, surplus);
            });
        }
    }
    const bool is_end = looked_at < kBatch;
    position_ = is_end ? std::string{} : last;
    return !is_end;
}

}  // namespace likes::store
