#include "store/memberships.hpp"

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {

std::vector<Membership> Memberships::check(std::span<const MembershipQuery> queries) {
    std::vector<Membership> answers;
    session_.read([&](database::Session& session) {
        answers.assign(queries.size(), {});
        database::BatchParameters rows;
        for (std::size_t i = 0; i < queries.size(); ++i) {
            for (const auto& chat : queries[i].chats) rows.add(static_cast<std::uint32_t>(i), chat, queries[i].user);
        }
        database::ResultSet found = select(session, sql_text::kCountMemberships, rows);
        while (found.next()) {
            const std::size_t item = found.number(1);
            answers.at(item) = {found.number(2) == queries[item].chats.size(), found.time(3)};
        }
    });
    return answers;
}

}  // namespace likes::store
