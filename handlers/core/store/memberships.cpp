#include "store/memberships.hpp"

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {

std::vector<Access> Memberships::check(std::span<const AccessQuery> queries) {
    std::vector<Access> answers;
    session_.read([&](Session& session) {
        answers.assign(queries.size(), {});
        Rows rows;
        for (std::size_t i = 0; i < queries.size(); ++i) {
            for (const auto& chat : queries[i].chats) rows.add(static_cast<std::uint32_t>(i), chat, queries[i].user);
        }
        Result found = select(session, sql_text::kCountMemberships, rows);
        while (found.next()) {
            const std::size_t item = found.number(1);
            answers.at(item) = {found.number(2) == queries[item].chats.size(), found.time(3)};
        }
    });
    return answers;
}

}  // namespace likes::store
