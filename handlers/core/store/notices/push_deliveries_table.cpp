#include "store/notices/push_deliveries_table.hpp"

#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/push_sql.hpp"
#include "store/notices/push_state.hpp"
#include "store/notices/sending_sql.hpp"
#include "store/notices/shown_notices.hpp"
#include "store/portions.hpp"

namespace likes::store {
namespace {

using database::ResultSet;

/// Takes what is due. Their keys.
Portions claim_due(database::Session& session, std::size_t limit, bool& is_any) {
    Portions keys;
    auto& statement = session.prepare(sql_text::kLockDueToDevices);
    statement.setUInt64(1, limit);
    is_any = false;
    for (ResultSet rows{statement.executeQuery()}; rows.next(); is_any = true) {
        keys.add(kDevice, rows.parsed<UserId>(1), rows.uuid(2), rows.uuid(3));
    }
    keys.write(session, sql_text::kClaimDeliveries);
    return keys;
}

PushTarget read_target(ResultSet& rows, unsigned first) {
    const auto kind = push::parse_kind(rows.text(first));
    if (!kind) throw std::runtime_error{"the database holds a kind of subscription that this service does not know"};
    const auto text_or_empty = [&](unsigned column) {
        return rows.is_null(column) ? std::string{} : rows.text(column);
    };
    return {.kind = *kind,
            .endpoint = rows.text(first + 1),
            .p256dh = text_or_empty(first + 2),
            .auth = text_or_empty(first + 3),
            .key_id = text_or_empty(first + 4),
            .registered_at = rows.time(first + 5),
            .last_ok_at = rows.time(first + 6),
            .failures = rows.number(first + 7)};
}

DevicePush read_push(ResultSet& rows) {
    constexpr unsigned kMessage = 28;
    DevicePush push{.key = {rows.parsed<UserId>(1), rows.uuid(kMessage), rows.uuid(18), rows.number(2)},
                    .attempts = rows.number(3),
                    .due = {.seen_sequence = rows.number(5),
                            .is_visible = rows.flag(7),
                            .is_muted = rows.flag(8),
                            .is_deactivated = rows.flag(6),
                            .is_expired = rows.flag(4),
                            .wants_pushes = rows.flag(11),
                            .wish = require_tell(rows.text(10))},
                    .now = rows.time(27)};
    push.due.quiet_until = read_quiet_until(rows, 13, push.now);
    if (!rows.is_null(19)) push.target = read_target(rows, 19);
    if (rows.flag(9)) push.due.notice = read_notice(rows, kMessage, push.key.recipient).notice;
    if (const auto preview = notices::parse_preview(rows.text(12))) push.preview = *preview;
    if (!rows.is_null(17)) push.chat_title = rows.text(17);
    return push;
}

void add_names(database::Session& session, std::vector<DevicePush>& pushes) {
    std::vector<StoredNotice> stored;
    for (const auto& push : pushes) {
        if (push.due.notice) stored.push_back({push.key.recipient, push.key.message, *push.due.notice});
    }
    auto all = shown(session, std::move(stored));
    auto next = all.begin();
    for (auto& push : pushes) {
        if (push.due.notice) push.shown = std::move(*next++);
    }
}

void add_unread(database::Session& session, std::vector<DevicePush>& pushes) {
    std::set<UserId> recipients;
    for (const auto& push : pushes) recipients.insert(push.key.recipient);
    database::LiteralRows asked;
    for (const auto& recipient : recipients) asked.add(recipient);
    std::map<UserId, notices::Unread> unread;
    for (const auto& text : asked.in(sql_text::kBadges)) {
        for (ResultSet rows{session.query(text)}; rows.next();) {
            unread[rows.parsed<UserId>(1)] = notices::Unread::of(rows.number(2));
        }
    }
    for (auto& push : pushes) push.unread = unread[push.key.recipient];
}

/// Writes what became of pushes.
class Results {
  public:
    explicit Results(database::Session& session) : session_{session} {}

    void write(const PushResult& result) {
        using What = PushResult::What;
        switch (result.what) {
            case What::kSent:
                works_.add(result.key.target);
                done(result.key);
                break;
            case What::kDropped:
                done(result.key);
                break;
            case What::kGone:
                gone(result);
                break;
            case What::kFailed:
            case What::kHopeless:
                fails(result.key, result.what == What::kHopeless);
                done(result.key);
                break;
            case What::kDeviceLater:
                postpone(result);
                postpone_device(result);
                break;
            case What::kLater:
                postpone(result);
                break;
        }
    }

    /// What has changed since it was read stays, and is due at once.
    void end() {
        database::write(session_, sql_text::kSubscriptionsWork, works_);
        done_.write(session_, sql_text::kRemoveSent);
    }

  private:
    void done(const DeviceDeliveryKey& key) {
        done_.add(kDevice, key.recipient, key.message, key.target, key.sequence);
    }

    void fails(const DeviceDeliveryKey& key, bool is_hopeless) {
        auto& statement = session_.prepare(sql_text::kSubscriptionFails);
        statement.setBoolean(1, is_hopeless);
        statement.setString(2, key.target.to_hex());
        statement.executeUpdate();
    }

    void gone(const PushResult& result) {
        auto& statement = session_.prepare(sql_text::kDeleteGoneSubscription);
        statement.setString(1, result.key.target.to_hex());
        statement.setInt64(2, microseconds_since_1970(result.registered_at));
        // A device that has registered again since gets it in a minute, when it is due again.
        if (statement.executeUpdate() == 0) return;
        auto& forgetting = session_.prepare(sql_text::kForgetDevice);
        forgetting.setString(1, result.key.recipient.str());
        forgetting.setString(2, result.key.target.to_hex());
        forgetting.executeUpdate();
    }

    void postpone(const PushResult& result) {
        auto& statement = session_.prepare(sql_text::kPostponeToDevice);
        statement.setInt64(1, std::chrono::microseconds{result.wait}.count());
        statement.setUInt(2, result.was_tried ? 1 : 0);
        statement.setString(3, result.key.recipient.str());
        statement.setString(4, result.key.message.to_hex());
        statement.setString(5, result.key.target.to_hex());
        statement.executeUpdate();
    }

    void postpone_device(const PushResult& result) {
        auto& statement = session_.prepare(sql_text::kPostponeDevice);
        statement.setInt64(1, std::chrono::microseconds{result.wait}.count());
        statement.setString(2, result.key.recipient.str());
        statement.setString(3, result.key.target.to_hex());
        statement.executeUpdate();
    }

    database::Session& session_;
    Portions done_;
    database::LiteralRows works_;
};

}  // namespace

std::vector<DevicePush> PushDeliveriesTable::claim(std::size_t limit) {
    Portions keys;
    bool is_any = false;
    // Most often nothing is due, and nothing is to be locked then.
    session_.read([&](database::Session& session) {
        database::ResultSet rows{session.prepare(sql_text::kIsAnyDueToDevices).executeQuery()};
        is_any = rows.next();
    });
    std::vector<DevicePush> pushes;
    if (!is_any) return pushes;
    session_.transaction([&](database::Session& session) { keys = claim_due(session, limit, is_any); });
    if (!is_any) return pushes;
    session_.read([&](database::Session& session) {
        pushes.clear();
        keys.select(session, sql_text::kPushesToDevices, [&](auto found) {
            for (ResultSet rows{std::move(found)}; rows.next();) pushes.push_back(read_push(rows));
        });
        add_names(session, pushes);
        add_unread(session, pushes);
    });
    return pushes;
}

void PushDeliveriesTable::finish(std::span<const PushResult> results) {
    if (results.empty()) return;
    session_.transaction([&](database::Session& session) {
        Results writing{session};
        for (const auto& result : results) writing.write(result);
        writing.end();
    });
}

bool schedule_test_push(database::Session& session, const UserId& user, const Uuid& subscription) {
    auto& looking = session.prepare(sql_text::kOwnSubscription);
    looking.setString(1, user.str());
    looking.setString(2, subscription.to_hex());
    if (ResultSet rows{looking.executeQuery()}; !rows.next()) return false;
    auto& statement = session.prepare(sql_text::kScheduleTest);
    statement.setString(1, user.str());
    statement.setString(2, subscription.to_hex());
    statement.executeUpdate();
    return true;
}

}  // namespace likes::store
