// The lists that are made in advance, against plain SQL over all rows, and the program that makes them.
#include "background/analytics/ranker.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include "analytics/bucket.hpp"
#include "analytics/ranking_items.hpp"
#include "direct_store.hpp"
#include "numbers.hpp"
#include "runtime/config.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "store/analytics/ranking_scan.hpp"
#include "support/chat.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using analytics::Kind;
using analytics::kListed;
using analytics::ListKey;
using analytics::Span;
using background::Ranker;
using Texts = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("ranker_test", "error"); }
    NumbersAlone alone;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr auto kEach = boost::test_tools::per_element();
constexpr std::array kSpansToTest{Span::kDay, Span::kWeek, Span::kAll};
const std::string kDeploymentId = "UNHEX(REPEAT('0', 32))";

/// The list, made in parts of that many rows.
std::string made(const ListKey& key, std::size_t rows) {
    auto session = session_of("analytics");
    const auto scan = store::begin_scan(key, system_now(), rows);
    while (scan->read_part(session)) continue;
    return scan->items(session);
}

/// The rows of a statement, each as its columns with blanks between.
Texts rows_of(const std::string& statement) {
    Texts texts;
    for (const auto& row : sql(statement)) {
        std::string text;
        for (const auto& column : row) text += (text.empty() ? "" : " ") + column;
        texts.push_back(text);
    }
    return texts;
}

/// `id count`, as rows_of has it.
Texts texts_of_messages(const std::string& items) {
    Texts texts;
    for (const auto& entry : analytics::parse_messages(items)) {
        texts.push_back(entry.message.to_hex() + ' ' + std::to_string(entry.count));
    }
    return texts;
}

Texts texts_of_users(const std::string& items) {
    Texts texts;
    for (const auto& entry : analytics::parse_users(items)) {
        texts.push_back(entry.user.str() + ' ' + std::to_string(entry.count));
    }
    return texts;
}

Texts texts_of_chats(const std::string& items) {
    Texts texts;
    for (const auto& entry : analytics::parse_chats(items)) {
        texts.push_back(entry.chat.to_hex() + ' ' + std::to_string(entry.count));
    }
    return texts;
}

/// The first moment of the span as an SQL literal.
std::string begin_in_sql(Span span) {
    return sql_text(to_sql(begin_of(span, system_now())));
}

std::string first_day(Span span) {
    return std::to_string(analytics::day_of(std::chrono::floor<std::chrono::seconds>(begin_of(span, system_now()))));
}

/// The messages of a list by plain SQL. `where` begins with AND.
Texts expected_messages(Span span, const std::string& where) {
    return rows_of(
        "SELECT LOWER(HEX(m.message_id)), SUM(s.total) AS n FROM messages m JOIN reaction_summaries s USING "
        "(message_id) "
        "WHERE m.deleted_at IS NULL AND m.created_at >= " +
        begin_in_sql(span) + where +
        " GROUP BY m.message_id, m.created_at HAVING n > 0 ORDER BY n DESC, m.created_at DESC, m.message_id LIMIT " +
        std::to_string(kListed));
}

/// Many messages of the chat, with many equal counts, written within 60 days; every seventh is deleted, and every
/// hundredth is another chat's by now.
void write_messages(Numbers& numbers, const Chat& chat, std::size_t count) {
    const auto id = sql_id(chat.id());
    const auto message = "UNHEX(MD5(CONCAT(" + sql_text(chat.id()) + ", s.seq)))";
    const auto from = " FROM seq_1_to_" + std::to_string(count) + " s";
    numbers
        .statement("INSERT INTO messages (message_id, chat_id, sender_id, body, created_at, deleted_at) SELECT " +
                   message + ", IF(s.seq % 100 = 0, UNHEX(REPEAT('A', 32)), " + id +
                   "), 'sender', '', UTC_TIMESTAMP() - INTERVAL CRC32(s.seq) % 5184000 SECOND, "
                   "IF(s.seq % 7 = 0, UTC_TIMESTAMP(), NULL)" +
                   from)
        .statement("INSERT INTO chat_changes SELECT " + id + ", " + message + ", 1" + from)
        .statement("INSERT INTO reaction_summaries SELECT " + message +
                   ", 'like', CRC32(s.seq + 1) % 300, 1, NULL, '1970-01-01', '', ''" + from)
        .statement("INSERT INTO reaction_summaries SELECT " + message +
                   ", 'joy', CRC32(s.seq + 2) % 300, 1, NULL, '1970-01-01', '', ''" + from + " WHERE s.seq % 3 = 0")
        .write();
}

std::string host_and_pid() {
    std::array<char, 65> host{};
    gethostname(host.data(), host.size() - 1);
    const std::string pid = ':' + std::to_string(getpid());
    return std::string{host.data()}.substr(0, 64 - pid.size()) + pid;
}

/// The program's part that makes lists, in this process, which gets the lease that the test holds.
class OwnRanker {
  public:
    OwnRanker() : ranker_{config(), system_now} { give_lease("test", host_and_pid()); }
    ~OwnRanker() { give_lease(host_and_pid(), "test"); }
    OwnRanker(const OwnRanker&) = delete;
    OwnRanker& operator=(const OwnRanker&) = delete;

    Ranker* operator->() { return &ranker_; }

  private:
    static runtime::Config config() {
        runtime::Config config;
        config.database.url = "tcp://127.0.0.1:" + std::to_string(stack().db_port);
        config.database.user = "likes_analytics";
        config.database.password_file = stack().secret("db-analytics.password");
        config.analytics.duty_percent = 50;
        return config;
    }

    static void give_lease(const std::string& from, const std::string& to) {
        sql("UPDATE leases SET holder = " + sql_text(to) +
            ", expires_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE name = 'ranker' AND holder = " + sql_text(from));
    }

    Ranker ranker_;
};

/// The row of a list that somebody has asked for `asked_ago`, made `made_ago` if at all. In SQL's words of intervals.
std::string wanted(const Chat& chat, const std::string& kind, const std::string& asked_ago,
                   const std::string& made_ago = {}, std::uint64_t cost_ms = 0) {
    const auto made_at = made_ago.empty() ? "NULL" : "UTC_TIMESTAMP(6) - INTERVAL " + made_ago;
    return "INSERT INTO rankings VALUES (" + sql_id(chat.id()) + ", " + sql_text(kind) + ", '7d', " +
           (kind == "messages" ? "'like'" : "'*'") + ", UTC_TIMESTAMP(6) - INTERVAL " + asked_ago + ", " + made_at +
           ", " + std::to_string(cost_ms) + ", '')";
}

/// What a list of the chat has now; "" if it was not made (again).
std::string items_of(const Chat& chat, const std::string& kind) {
    const auto rows = sql("SELECT IF(items = '', '-', items) FROM rankings WHERE chat_id = " + sql_id(chat.id()) +
                          " AND kind = " + sql_text(kind));
    return rows.at(0).at(0) == "-" ? "" : rows.at(0).at(0);
}

BOOST_AUTO_TEST_SUITE(ranker)

BOOST_AUTO_TEST_CASE(a_list_of_messages_is_the_one_that_a_sort_of_all_rows_gives) {
    const Chat chat{1};
    Numbers numbers{chat};
    write_messages(numbers, chat, 20'000);
    const auto of_chat = " AND m.chat_id = " + sql_id(chat.id());
    for (const auto span : kSpansToTest) {
        for (const std::string reaction : {"like", "joy", "*"}) {
            BOOST_TEST_CONTEXT("span " << code_of(span) << ", reaction " << reaction) {
                const auto of_reaction = reaction == "*" ? "" : " AND s.reaction = " + sql_text(reaction);
                const ListKey of_one{uuid(chat.id()), Kind::kMessages, span, Reaction::parse(reaction)};
                const ListKey of_all{analytics::kDeployment, Kind::kMessages, span, Reaction::parse(reaction)};
                for (const std::size_t rows : {700U, 5000U}) {
                    BOOST_TEST(texts_of_messages(made(of_one, rows)) == expected_messages(span, of_chat + of_reaction),
                               kEach);
                }
                BOOST_TEST(texts_of_messages(made(of_all, 5000)) == expected_messages(span, of_reaction), kEach);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_list_of_messages_has_the_reactions_of_each) {
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 3).reactions(chat.message(), 2, "joy").reactions(chat.message(), 0, "grinning");
    numbers.write();
    const auto listed =
        analytics::parse_messages(made({uuid(chat.id()), Kind::kMessages, Span::kWeek, std::nullopt}, 5000));
    BOOST_REQUIRE(listed.size() == 1U);
    BOOST_TEST(listed[0].count == 5U);
    BOOST_TEST((listed[0].reactions ==
                std::vector<analytics::ReactionCount>{{Reaction::parse("joy").value(), 2}, {Reaction::like(), 3}}));
}

BOOST_AUTO_TEST_CASE(a_list_of_users_is_the_one_that_a_sort_of_all_rows_gives) {
    const Chat chat{1};
    const auto id = sql_id(chat.id());
    const auto user = "CONCAT('" + chat.members()[0] + "-', s.seq)";
    Numbers numbers{chat};
    numbers
        .statement("INSERT INTO chat_members (chat_id, user_id, joined_at, left_at) SELECT " + id + ", " + user +
                   ", UTC_TIMESTAMP(), IF(s.seq % 5 = 0, UTC_TIMESTAMP(), NULL) FROM seq_1_to_3000 s")
        .statement("INSERT INTO user_days SELECT " + id + ", " + user +
                   ", IF(d.seq = 0, 0, FLOOR(UNIX_TIMESTAMP() / 86400) - d.seq + 1), CAST(CRC32(s.seq + 7 * d.seq) % 9 "
                   "AS SIGNED) - 1, "
                   "CRC32(s.seq + d.seq) % 7 FROM seq_1_to_3000 s JOIN seq_0_to_9 d WHERE (s.seq + d.seq) % 3 = 0")
        .write();
    for (const auto span : kSpansToTest) {
        for (const auto kind : {Kind::kGiven, Kind::kReceived}) {
            BOOST_TEST_CONTEXT("span " << code_of(span) << ", " << code_of(kind)) {
                const auto expected = rows_of(
                    "SELECT d.user_id, SUM(d." + std::string{code_of(kind)} +
                    ") AS n FROM user_days d JOIN chat_members c ON c.chat_id = d.chat_id AND c.user_id = d.user_id "
                    "AND c.left_at IS NULL WHERE d.chat_id = " +
                    id + " AND d.day >= " + first_day(span) +
                    " GROUP BY d.user_id HAVING n > 0 ORDER BY n DESC, d.user_id LIMIT " + std::to_string(kListed));
                BOOST_TEST(expected.size() == kListed);
                for (const std::size_t rows : {500U, 5000U, 100'000U}) {
                    BOOST_TEST(texts_of_users(made({uuid(chat.id()), kind, span, std::nullopt}, rows)) == expected,
                               kEach);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_erased_while_a_list_is_made_is_not_written_into_it) {
    const Chat chat{3};
    const auto& ids = chat.members();
    Numbers numbers{chat};
    numbers.user(ids[0], 9, 0).user(ids[1], 8, 0).user(ids[2], 7, 0).write();
    auto session = session_of("analytics");
    const auto scan = store::begin_scan({uuid(chat.id()), Kind::kGiven, Span::kWeek, std::nullopt}, system_now());
    BOOST_TEST(!scan->read_part(session));
    sql("DELETE FROM user_days WHERE user_id = " + sql_text(ids[0]));
    sql("INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (" + sql_text(ids[1]) +
        ", UTC_TIMESTAMP(6), 0, 0)");
    const auto items = scan->items(session);
    sql("DELETE FROM erasures WHERE user_id = " + sql_text(ids[1]));
    BOOST_TEST(texts_of_users(items) == Texts{ids[2] + " 7"}, kEach);
}

BOOST_AUTO_TEST_CASE(lists_and_numbers_of_all_chats_are_those_of_plain_sql) {
    const Chat chat{3};
    const Chat other{1};
    Numbers numbers{chat};
    Numbers of_other{other};
    numbers.user(chat.members()[0], 5, 1).user(chat.members()[1], 5, 0, 8).user(chat.members()[2], 1, 0, std::nullopt);
    numbers.chat(7, 2).chat(9, 9, 8).write();
    of_other.user(other.members()[0], 2, 2, 9).chat(4, 0, 8).write();
    for (const auto span : kSpansToTest) {
        BOOST_TEST_CONTEXT("span " << code_of(span)) {
            const auto day = first_day(span);
            BOOST_TEST(
                texts_of_users(made({analytics::kDeployment, Kind::kGiven, span, std::nullopt}, 2)) ==
                    rows_of("SELECT user_id, SUM(given) AS n FROM user_days WHERE chat_id = " + kDeploymentId +
                            " AND day >= " + day + " GROUP BY user_id HAVING n > 0 ORDER BY n DESC, user_id LIMIT " +
                            std::to_string(kListed)),
                kEach);
            const auto of_chats =
                " FROM like_quarters WHERE reaction = '*' AND chat_id <> " + kDeploymentId + " AND quarter >= ";
            BOOST_TEST(texts_of_chats(made({analytics::kDeployment, Kind::kChats, span, std::nullopt}, 2)) ==
                           rows_of("SELECT LOWER(HEX(chat_id)), SUM(given - taken_back) AS n" + of_chats + day +
                                   " * 96 GROUP BY chat_id HAVING n > 0 ORDER BY n DESC, chat_id LIMIT " +
                                   std::to_string(kListed)),
                       kEach);

            if (span == Span::kAll) continue;
            const std::string days = span == Span::kDay ? "1" : "7";
            const auto before = "(" + day + " - " + days + ")";
            const auto chats = [&](const std::string& from, const std::string& until) {
                return sql("SELECT COUNT(*) FROM (SELECT SUM(given - taken_back) AS n" + of_chats + from +
                           " * 96 AND quarter < " + until + " * 96 GROUP BY chat_id HAVING n > 0) t")
                    .at(0)
                    .at(0);
            };
            const auto likers = [&](const std::string& from, const std::string& until) {
                return sql("SELECT COUNT(*) FROM (SELECT SUM(given) AS n FROM user_days WHERE chat_id = " +
                           kDeploymentId + " AND day >= " + from + " AND day < " + until +
                           " GROUP BY user_id HAVING n > 0) t")
                    .at(0)
                    .at(0);
            };
            const std::string later = "1000000";
            BOOST_TEST(made({analytics::kDeployment, Kind::kSummary, span, std::nullopt}, 2) ==
                       R"({"chats":)" + chats(day, later) + R"(,"likers":)" + likers(day, later) +
                           R"(,"previous":{"chats":)" + chats(before, day) + R"(,"likers":)" + likers(before, day) +
                           "}}");
        }
    }
}

BOOST_AUTO_TEST_CASE(who_liked_in_the_span_before_is_not_known_where_days_are_not_kept_for_so_long) {
    const auto row = sql("SELECT at FROM cursors WHERE name = 'days_kept'");
    sql("REPLACE INTO cursors VALUES ('days_kept', UTC_TIMESTAMP() - INTERVAL 10 DAY)");
    const auto week = made({analytics::kDeployment, Kind::kSummary, Span::kWeek, std::nullopt}, 5000);
    const auto day = made({analytics::kDeployment, Kind::kSummary, Span::kDay, std::nullopt}, 5000);
    sql(row.empty() ? "DELETE FROM cursors WHERE name = 'days_kept'"
                    : "REPLACE INTO cursors VALUES ('days_kept', " + sql_text(row[0][0]) + ")");
    BOOST_TEST(week.ends_with(R"("likers":null}})"));
    BOOST_TEST(!day.ends_with(R"("likers":null}})"));
}

BOOST_AUTO_TEST_CASE(lists_that_are_due_are_made_and_the_others_left_alone) {
    const Chat asked{1};
    const Chat fresh{1};
    const Chat old{1};
    const Chat dear{1};
    const Chat unwanted{1};
    std::vector<std::unique_ptr<Numbers>> all;
    for (const auto* const chat : {&asked, &fresh, &old, &dear, &unwanted}) {
        all.push_back(std::make_unique<Numbers>(*chat));
        all.back()->reactions(chat->message(), 2);
    }
    all[0]->statement(wanted(asked, "messages", "1 SECOND"));
    all[1]->statement(wanted(fresh, "messages", "1 SECOND", "50 SECOND"));
    all[2]->statement(wanted(old, "messages", "23 HOUR", "61 SECOND"));
    all[3]->statement(wanted(dear, "messages", "1 SECOND", "61 SECOND", 7000));
    all[4]->statement(wanted(unwanted, "messages", "25 HOUR", "2 DAY"));
    for (const auto& numbers : all) numbers->write();

    const auto computed = runtime::counters().analytics_rankings_computed.value();
    OwnRanker own;
    own->run_once();
    for (const auto* const chat : {&asked, &old}) {
        BOOST_TEST(items_of(*chat, "messages") ==
                   R"([{"id":")" + chat->message() + R"(","count":2,"reactions":{"like":2}}])");
    }
    for (const auto* const chat : {&fresh, &dear, &unwanted}) BOOST_TEST(items_of(*chat, "messages").empty());
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM rankings WHERE chat_id = " + sql_id(asked.id()) +
                          " AND computed_at BETWEEN UTC_TIMESTAMP() - INTERVAL 1 MINUTE AND UTC_TIMESTAMP(6) AND "
                          "cost_ms BETWEEN 1 AND 10000") == 1U);
    BOOST_TEST(runtime::counters().analytics_rankings_computed.value() >= computed + 2);
}

BOOST_AUTO_TEST_CASE(a_list_that_fails_is_counted_and_keeps_no_other_from_being_made) {
    const Chat broken{1};
    const Chat sound{1};
    Numbers of_broken{broken};
    Numbers of_sound{sound};
    of_broken.statement("INSERT INTO user_days VALUES (" + sql_id(broken.id()) + ", 'not a user', 30000, 1, 1)");
    of_broken.statement("INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (" + sql_id(broken.id()) +
                        ", 'not a user', UTC_TIMESTAMP())");
    of_broken.statement(wanted(broken, "given", "2 SECOND")).write();
    of_sound.user(sound.members()[0], 4, 0).statement(wanted(sound, "given", "1 SECOND")).write();
    const auto failures = runtime::counters().analytics_ranking_failures.value();
    OwnRanker own;
    own->run_once();
    own->run_once();
    BOOST_TEST(items_of(broken, "given").empty());
    BOOST_TEST(items_of(sound, "given") == R"([{"id":")" + sound.members()[0] + R"(","count":4}])");
    // It is not tried again at once.
    BOOST_TEST(runtime::counters().analytics_ranking_failures.value() == failures + 1);
    sql("DELETE FROM chat_members WHERE user_id = 'not a user'");
}

BOOST_AUTO_TEST_CASE(who_is_told_to_stop_ends_after_a_part) {
    const Chat one{1};
    const Chat other{1};
    Numbers of_one{one};
    Numbers of_other{other};
    of_one.reactions(one.message(), 1).statement(wanted(one, "messages", "23 HOUR")).write();
    of_other.reactions(other.message(), 1).statement(wanted(other, "messages", "22 HOUR")).write();
    OwnRanker own;
    own->stop();
    own->run_once();
    BOOST_TEST(!items_of(one, "messages").empty());
    BOOST_TEST(items_of(other, "messages").empty());
}

BOOST_AUTO_TEST_CASE(who_does_not_hold_the_lease_makes_no_list) {
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 1).statement(wanted(chat, "messages", "1 SECOND")).write();
    OwnRanker own;
    sql("UPDATE leases SET holder = 'somebody' WHERE name = 'ranker'");
    own->run_once();
    const auto items = items_of(chat, "messages");
    sql("UPDATE leases SET holder = " + sql_text(host_and_pid()) + " WHERE name = 'ranker'");
    BOOST_TEST(items.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
