#include "store/analytics/users_there.hpp"

#include <cstddef>
#include <utility>

#include "analytics/bucket.hpp"
#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/analytics/ranking_sql.hpp"

namespace likes::store {

std::vector<analytics::CountedUser> users_there(database::Session& session, const Uuid& chat,
                                                std::vector<analytics::CountedUser> users) {
    if (users.empty()) return users;
    database::BatchParameters asked;
    for (const auto& entry : users) asked.add(chat, entry.user);
    std::vector<bool> is_there(users.size());
    const bool is_of_chat = chat != analytics::kDeployment;
    auto rows = select(session, is_of_chat ? sql_text::kMembersThere : sql_text::kUsersThere, asked);
    while (rows.next()) is_there.at(rows.item(1)) = true;
    std::vector<analytics::CountedUser> rest;
    for (std::size_t i = 0; i < users.size(); ++i) {
        if (is_there[i]) rest.push_back(std::move(users[i]));
    }
    return rest;
}

}  // namespace likes::store
