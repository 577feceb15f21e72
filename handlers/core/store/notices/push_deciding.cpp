#include "store/notices/push_deciding.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/push_sql.hpp"
#include "store/notices/push_state.hpp"
#include "store/notices/sending_sql.hpp"
#include "store/notices/settling_sql.hpp"
#include "store/notices/shown_notices.hpp"
#include "store/portions.hpp"

namespace likes::store {
namespace {

using database::LiteralRows;
using database::ResultSet;

/// A push that is due, without what it is about.
struct DueRow {
    Uuid message;
    std::uint64_t sequence = 0;
    Time expires_at;
};

struct Recipient {
    notices::PushBucket bucket;
    Time now;
    std::vector<DueRow> rows = {};
    std::vector<notices::DuePush> due = {};
    std::vector<Uuid> devices = {};
};
using Recipients = std::map<UserId, Recipient>;

LiteralRows recipient_ids(const Recipients& recipients) {
    LiteralRows ids;
    for (const auto& [id, recipient] : recipients) ids.add(id);
    return ids;
}

std::set<UserId> find_recipients(database::Session& session) {
    auto& statement = session.prepare(sql_text::kRecipientsOfDuePushes);
    statement.setUInt64(1, PushDeciding::kBatch);
    std::set<UserId> found;
    for (ResultSet rows{statement.executeQuery()}; rows.next();) found.insert(rows.parsed<UserId>(1));
    return found;
}

Recipients lock_heads_of(database::Session& session, const std::set<UserId>& ids, const notices::PushPolicy& policy) {
    LiteralRows asked;
    for (const auto& id : ids) asked.add(id);
    Recipients recipients;
    for (const auto& text : asked.in(sql_text::kLockPushHeads)) {
        for (ResultSet rows{session.query(text)}; rows.next();) {
            const auto now = rows.time(4);
            const auto refilled_at = rows.optional_time(3);
            const auto bucket = refilled_at
                                    ? notices::PushBucket{static_cast<std::uint32_t>(rows.number(2)), *refilled_at}
                                    : notices::full_bucket(now, policy);
            recipients.try_emplace(rows.parsed<UserId>(1), Recipient{bucket, now});
        }
    }
    return recipients;
}

void read_due(database::Session& session, Recipients& recipients) {
    constexpr unsigned kMessage = 16;
    for (const auto& text : recipient_ids(recipients).in(sql_text::kDuePushes)) {
        for (ResultSet rows{session.query(text)}; rows.next();) {
            const auto id = rows.parsed<UserId>(1);
            auto& recipient = recipients.at(id);
            recipient.rows.push_back({rows.uuid(kMessage), rows.number(2), rows.time(3)});
            notices::DuePush due{.seen_sequence = rows.number(5),
                                 .is_visible = rows.flag(7),
                                 .is_muted = rows.flag(8),
                                 .is_deactivated = rows.flag(6),
                                 .is_expired = rows.flag(4),
                                 .wants_pushes = rows.flag(11),
                                 .wish = require_tell(rows.text(10)),
                                 .quiet_until = read_quiet_until(rows, 12, recipient.now)};
            if (rows.flag(9)) due.notice = read_notice(rows, kMessage, id).notice;
            recipient.due.push_back(std::move(due));
        }
    }
}

void read_devices(database::Session& session, Recipients& recipients) {
    for (const auto& text : recipient_ids(recipients).in(sql_text::kDevicesOf)) {
        for (ResultSet rows{session.query(text)}; rows.next();) {
            recipients.at(rows.parsed<UserId>(1)).devices.push_back(rows.uuid(2));
        }
    }
}

/// What one transaction writes.
class Decisions {
  public:
    Decisions(database::Session& session, const notices::PushPolicy& policy) : session_{session}, policy_{policy} {}

    void decide(const UserId& id, Recipient& recipient) {
        const auto before = recipient.bucket;
        const auto plan = notices::plan_pushes(recipient.due, recipient.bucket, recipient.now, policy_);
        decided_.due += recipient.rows.size();
        for (const auto i : plan.dropped) drop(id, recipient, i);
        for (const auto& [i, until] : plan.later) postpone(id, recipient.rows[i], until);
        for (const auto i : plan.pushed) {
            const auto& row = recipient.rows[i];
            done_.add(kPush, id, row.message, Uuid{}, row.sequence);
            stepped_.add(id, row.message);
            if (!plan.is_summary) send(id, recipient, row.message, row);
        }
        if (plan.is_summary) send(id, recipient, Uuid{}, recipient.rows[plan.pushed.back()]);
        if (recipient.bucket != before) write_bucket(id, recipient.bucket);
    }

    DecidedPushes write() {
        stepped_.write(session_, sql_text::kMovePushSteps);
        database::write(session_, sql_text::kSchedule, sent_);
        done_.write(session_, sql_text::kRemoveSent);
        return decided_;
    }

  private:
    void drop(const UserId& id, const Recipient& recipient, std::size_t i) {
        ++(recipient.due[i].is_expired ? decided_.expired : decided_.dropped);
        done_.add(kPush, id, recipient.rows[i].message, Uuid{}, recipient.rows[i].sequence);
    }

    void postpone(const UserId& id, const DueRow& row, Time until) {
        auto& statement = session_.prepare(sql_text::kPostponePush);
        statement.setInt64(1, microseconds_since_1970(until));
        statement.setString(2, id.str());
        statement.setString(3, row.message.to_hex());
        statement.executeUpdate();
    }

    void send(const UserId& id, const Recipient& recipient, const Uuid& message, const DueRow& row) {
        for (const auto& device : recipient.devices) {
            sent_.add(kDevice, id, message, device, recipient.now, row.expires_at, row.sequence, std::uint32_t{0});
        }
    }

    void write_bucket(const UserId& id, const notices::PushBucket& bucket) {
        auto& statement = session_.prepare(sql_text::kWritePushTokens);
        statement.setUInt(1, bucket.tokens);
        statement.setInt64(2, microseconds_since_1970(bucket.refilled_at));
        statement.setString(3, id.str());
        statement.executeUpdate();
    }

    database::Session& session_;
    const notices::PushPolicy& policy_;
    DecidedPushes decided_;
    Portions done_;
    Portions stepped_;
    LiteralRows sent_;
};

}  // namespace

DecidedPushes PushDeciding::decide_some() {
    std::set<UserId> ids;
    session_.read([&](database::Session& session) { ids = find_recipients(session); });
    DecidedPushes decided;
    if (ids.empty()) return decided;
    session_.transaction([&](database::Session& session) {
        auto recipients = lock_heads_of(session, ids, policy_);
        read_due(session, recipients);
        read_devices(session, recipients);
        Decisions decisions{session, policy_};
        for (auto& [id, recipient] : recipients) decisions.decide(id, recipient);
        decided = decisions.write();
    });
    return decided;
}

}  // namespace likes::store
