#include "store/memberships.hpp"

#include <cstdint>
#include <string_view>

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
            const auto item = static_cast<std::uint32_t>(i);
            for (const auto& chat : queries[i].chats) rows.add(item, chat, queries[i].user);
            // A row of no chat, because every answer has a moment.
            if (queries[i].chats.empty()) rows.add(item, std::string_view{}, queries[i].user);
        }
        std::vector<std::size_t> counts(queries.size());
        database::ResultSet found = select(session, sql_text::kCountMemberships, rows);
        while (found.next()) {
            const std::size_t item = found.number(1);
            // The chats of one query may be in two parts of the batch; the moment is that of the first.
            counts.at(item) += found.number(2);
            auto& [is_member_of_all, as_of] = answers[item];
            is_member_of_all = counts[item] >= queries[item].chats.size();
            if (as_of == Time{}) as_of = found.time(3);
        }
    });
    return answers;
}

}  // namespace likes::store
