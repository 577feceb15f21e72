#include "store/notices/push_scheduling.hpp"

#include <map>
#include <utility>

#include "analytics/zone.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/deliveries.hpp"
#include "store/notices/push_sql.hpp"
#include "store/notices/push_state.hpp"
#include "store/portions.hpp"

namespace likes::store {

void schedule_pushes(database::Session& session, const std::vector<RaisedNotice>& raised,
                     const notices::PushPolicy& policy) {
    std::map<std::pair<UserId, Uuid>, const RaisedNotice*> by_key;
    for (const auto& one : raised) by_key.emplace(std::pair{one.recipient, one.message}, &one);
    Portions asked;
    for (const auto& [key, one] : by_key) asked.add(key.first, key.second);
    database::LiteralRows deliveries;
    Portions looked_at;
    asked.select(session, sql_text::kPushWishes, [&](auto found) {
        for (database::ResultSet rows{std::move(found)}; rows.next();) {
            const auto recipient = rows.parsed<UserId>(1);
            const auto& news = *by_key.at({recipient, rows.uuid(2)});
            const auto zone = zone_or_utc(rows.text(4));
            const auto stored_step = static_cast<std::uint32_t>(rows.number(6));
            const auto step = notices::push_step_of(news.before, stored_step, rows.number(5));
            if (step != stored_step) looked_at.add(recipient, news.message);
            const auto due = notices::push_due({.is_first = !news.before,
                                                .is_milestone = news.is_milestone,
                                                .step = step,
                                                .is_conversation = rows.flag(7)},
                                               require_tell(rows.text(3)), zone, news.now, policy);
            if (!due) continue;
            deliveries.add(kPush, recipient, news.message, Uuid{}, *due, *due + policy.kept_for, news.sequence,
                           std::uint32_t{0});
        }
    });
    looked_at.write(session, sql_text::kResetPushSteps);
    database::write(session, sql_text::kSchedulePushes, deliveries);
}

}  // namespace likes::store
