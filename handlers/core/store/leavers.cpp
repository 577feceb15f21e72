#include "store/leavers.hpp"

#include "store/result.hpp"
#include "store/sql.hpp"

namespace likes::store {

Leavers::Found Leavers::find(std::chrono::seconds lookback) {
    Found found;
    session_.read([&](Session& session) {
        found = {};
        auto& leavers = session.prepare(sql_text::kLeavers);
        leavers.setInt64(1, lookback.count());
        Result rows{leavers.executeQuery()};
        while (rows.next()) found.leavers.push_back({rows.uuid(1), rows.user(2), rows.time(3)});
        Result now{session.prepare(sql_text::kNow).executeQuery()};
        if (now.next()) found.as_of = now.time(1);
    });
    return found;
}

}  // namespace likes::store
