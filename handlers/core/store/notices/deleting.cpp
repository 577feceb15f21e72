#include "store/notices/deleting.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/notices/settling_sql.hpp"
#include "store/notices/upkeep_sql.hpp"
#include "store/portions.hpp"

namespace likes::store {

void lock_recipients(database::Session& session, const NoticeKeys& keys) {
    std::set<UserId> recipients;
    for (const auto& [recipient, message] : keys) recipients.insert(recipient);
    database::LiteralRows asked;
    for (const auto& recipient : recipients) asked.add(recipient);
    for (const auto& text : asked.in(sql_text::kLockHeads)) {
        database::ResultSet rows{session.query(text)};
        while (rows.next()) continue;
    }
}

void delete_notices(database::Session& session, NoticeKeys keys) {
    std::sort(keys.begin(), keys.end());
    Portions of_notices;
    Portions of_deliveries;
    database::LiteralRows messages;
    for (const auto& [recipient, message] : keys) {
        of_notices.add(recipient, message);
        of_deliveries.add(std::string_view{"in_app"}, recipient, message);
        messages.add(message);
    }
    of_notices.write(session, sql_text::kDeleteNotices);
    of_deliveries.write(session, sql_text::kDeleteDeliveries);
    database::write(session, sql_text::kForgetAllActors, messages);
}

}  // namespace likes::store
