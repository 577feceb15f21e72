#include "store/analytics/message_counts.hpp"

#include <algorithm>
#include <utility>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/analytics/ranking_sql.hpp"

namespace likes::store {
namespace {

struct Counted {
    analytics::CountedMessage message;
    std::vector<analytics::ReactionCount> reactions;
};

}  // namespace

std::vector<analytics::ListedMessage> count_reactions(database::Session& session,
                                                      std::vector<analytics::CountedMessage> messages,
                                                      const std::optional<Reaction>& reaction) {
    std::vector<Counted> counted;
    database::BatchParameters asked;
    for (auto& message : messages) {
        asked.add(message.message);
        message.count = 0;
        counted.push_back({message, {}});
    }
    if (asked.empty()) return {};
    auto rows = select(session, sql_text::kReactionsOfMessages, asked);
    while (rows.next()) {
        auto& [message, reactions] = counted.at(rows.item(1));
        analytics::ReactionCount found{rows.parsed<Reaction>(2), rows.number(3)};
        if (!reaction || found.reaction == *reaction) message.count += found.count;
        reactions.push_back(std::move(found));
    }
    std::erase_if(counted, [](const Counted& each) { return each.message.count == 0; });
    std::sort(counted.begin(), counted.end(),
              [](const Counted& one, const Counted& other) { return precedes(one.message, other.message); });
    std::vector<analytics::ListedMessage> listed;
    for (auto& [message, reactions] : counted) {
        std::sort(reactions.begin(), reactions.end(),
                  [](const auto& one, const auto& other) { return one.reaction < other.reaction; });
        // As many as the table takes, whatever was imported.
        if (reactions.size() > analytics::ListedMessage::kReactionsMax) {
            reactions.erase(reactions.begin() + analytics::ListedMessage::kReactionsMax, reactions.end());
        }
        listed.push_back({message.message, message.count, std::move(reactions)});
    }
    return listed;
}

}  // namespace likes::store
