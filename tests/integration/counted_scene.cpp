#include "counted_scene.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>

#include "analytics/bucket.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid_v7.hpp"
#include "numbers.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;

bool is_counted(std::uint32_t quarter) {
    return sql_number("SELECT COUNT(*) FROM like_quarters WHERE chat_id = " +
                      sql_id(analytics::kDeployment.to_string()) + " AND quarter = " + std::to_string(quarter)) > 0;
}

/// Some time in the last year, long enough ago that nothing that happens now is in its day, and in whose quarter of an
/// hour no other scene is.
sys_seconds some_moment() {
    static std::mt19937_64 engine{std::random_device{}()};
    static std::set<std::uint32_t> taken;
    std::uniform_int_distribution<std::int64_t> ago{seconds{days{2}}.count(), seconds{days{300}}.count()};
    for (;;) {
        const auto moment = std::chrono::floor<seconds>(system_now()) - seconds{ago(engine)};
        const auto quarter = analytics::quarter_of(moment);
        if (!is_counted(quarter) && taken.insert(quarter).second) return moment;
    }
}

/// A code that nobody else has.
std::string some_reaction() {
    auto id = unique_uuid();
    std::erase(id, '-');
    return "r" + id.substr(1);
}

/// `1/0` of each row, with spaces between.
std::string numbers(const std::string& statement) {
    std::string text;
    for (const auto& row : sql(statement)) text += (text.empty() ? "" : " ") + row.at(0) + '/' + row.at(1);
    return text;
}

std::string quarter(const CountedScene& scene, const std::string& chat, bool all_reactions) {
    return numbers("SELECT given, taken_back FROM like_quarters WHERE chat_id = " + chat +
                   " AND reaction = " + sql_text(all_reactions ? "*" : scene.reaction) +
                   " AND quarter = " + std::to_string(analytics::quarter_of(scene.moment)));
}

}  // namespace

CountedScene::CountedScene(std::size_t members)
    : chat{members}, sender{unique_user("sender")}, reaction{some_reaction()}, moment{some_moment()} {
    sql("UPDATE messages SET sender_id = " + sql_text(sender) + " WHERE message_id = " + sql_id(chat.message()));
}

FeedEntry CountedScene::entry(Cause cause, const std::vector<std::string>& changes) const {
    FeedEntry entry{
        Uuid::parse(unique_uuid()).value(),
        cause,
        {Uuid::parse(chat.id()).value(), {Uuid::parse(chat.message()).value(), Reaction::parse(reaction).value()}, {}}};
    for (const auto& word : changes) {
        entry.entry.changes.push_back(parse_change(word));
        entry.entry.changes.back().given_at = moment;
    }
    return entry;
}

std::string lines_of(const std::vector<FeedEntry>& entries) {
    std::string lines;
    for (const auto& entry : entries) lines += (lines.empty() ? "" : "\n") + format_feed_entry(entry);
    return lines;
}

std::vector<Uuid> feed(const std::vector<std::string>& rows) {
    static const RandomBits kRandom = seeded_random_bits();
    // Ids of one millisecond are in no order.
    static Time made_at;
    std::vector<Uuid> ids;
    std::string statement = "INSERT INTO feed (consumer, feed_id, entries) VALUES ";
    for (const auto& row : rows) {
        made_at = std::max<Time>(made_at + std::chrono::milliseconds{1}, system_now());
        ids.push_back(make_uuid_v7(made_at, kRandom));
        statement += (ids.size() == 1 ? "" : ",") + ("('analytics', " + sql_id(ids.back().to_string()) + ", ") +
                     sql_text(row) + ")";
    }
    sql(statement);
    return ids;
}

bool feed_is_empty() {
    return sql_number("SELECT COUNT(*) FROM feed") == 0;
}

std::string quarter_in_chat(const CountedScene& scene, bool all_reactions) {
    return quarter(scene, sql_id(scene.chat.id()), all_reactions);
}

std::string quarter_in_all_chats(const CountedScene& scene, bool all_reactions) {
    return quarter(scene, kAllChats, all_reactions);
}

std::string day_of_user(const CountedScene& scene, const std::string& user) {
    return numbers("SELECT given, received FROM user_days WHERE chat_id IN (" + sql_id(scene.chat.id()) + ", " +
                   kAllChats + ") AND user_id = " + sql_text(user) +
                   " AND day = " + std::to_string(analytics::day_of(scene.moment)) + " ORDER BY chat_id DESC");
}

}  // namespace likes::test
