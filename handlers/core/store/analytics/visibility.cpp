#include "store/analytics/visibility.hpp"

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {

Visibility visibility_of(database::Session& session, const analytics::Subject& subject) {
    if (!subject.chat) return Visibility::kVisible;
    database::BatchParameters rows;
    rows.add(*subject.chat, subject.reader);
    database::ResultSet found = select(session, sql_text::kResolveChats, rows);
    if (!found.next()) return Visibility::kNotFound;
    const bool is_member = found.flag(2);
    return is_member || subject.sees_all ? Visibility::kVisible : Visibility::kNotAMember;
}

}  // namespace likes::store
