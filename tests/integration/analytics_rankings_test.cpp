// The lists, as their reader sees them and as they are answered.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "direct_store.hpp"
#include "numbers.hpp"
#include "problem.hpp"
#include "runtime/log.hpp"
#include "store/analytics/ranking_reader.hpp"
#include "store/analytics/ranking_scan.hpp"
#include "store/analytics/ranking_table.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/json.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using analytics::Kind;
using analytics::RankingQuery;
using analytics::RankingView;
using analytics::Span;
using Texts = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("analytics_rankings_test", "error"); }
    NumbersAlone alone;
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr auto kEach = boost::test_tools::per_element();
/// The option's default: the lists of these chats are made for each request.
constexpr std::size_t kInline = 2000;
/// No list is.
constexpr std::size_t kNever = 0;

RankingQuery query_of(const Chat& chat, Kind kind, const std::string& reader, Span span = Span::kWeek,
                      std::size_t limit = 10) {
    auto reaction = kind == Kind::kMessages ? std::optional{Reaction::like()} : std::nullopt;
    return {{uuid(chat.id()), user(reader), false}, {uuid(chat.id()), kind, span, std::move(reaction)}, limit};
}

RankingQuery of_all_chats(Kind kind, const std::string& reader, Span span = Span::kWeek) {
    auto reaction = kind == Kind::kMessages ? std::optional{Reaction::like()} : std::nullopt;
    return {{std::nullopt, user(reader), true}, {analytics::kDeployment, kind, span, std::move(reaction)}, 10};
}

RankingView read(const RankingQuery& query, std::size_t inline_messages = kInline) {
    store::RankingReader reader{session_of("insights"), inline_messages, system_now};
    return reader.execute({&query, 1}).front();
}

/// Makes the list that is asked for in advance.
void make(const RankingQuery& query) {
    auto session = session_of("analytics");
    const auto now = system_now();
    const auto scan = store::begin_scan(query.key, now);
    while (scan->read_part(session)) continue;
    const store::MadeRanking made{query.key, now, 1ms, scan->items(session)};
    session.transaction([&](database::Session& attempt) { store::write_ranking(attempt, made); });
}

/// Asks for the list, makes it, and reads it.
RankingView read_made(const RankingQuery& query) {
    read(query, kNever);
    make(query);
    return read(query, kNever);
}

/// Each as `rank index count`, the index being that of the message in its chat.
Texts messages_of(const RankingView& view, const Chat& chat) {
    Texts texts;
    for (const auto& entry : view.messages) {
        const auto& ids = chat.messages();
        const auto index = std::find(ids.begin(), ids.end(), entry.message.to_string()) - ids.begin();
        texts.push_back(std::to_string(entry.rank) + ' ' + std::to_string(index) + ' ' + std::to_string(entry.count));
    }
    return texts;
}

/// Each as `rank index count`, the index being that of the member.
Texts users_of(const RankingView& view, const Chat& chat) {
    Texts texts;
    for (const auto& entry : view.users) {
        const auto& ids = chat.members();
        const auto index = std::find(ids.begin(), ids.end(), entry.user.str()) - ids.begin();
        texts.push_back(std::to_string(entry.rank) + ' ' + std::to_string(index) + ' ' + std::to_string(entry.count));
    }
    return texts;
}

/// `rank count`, or `- count`.
std::string own_place(const RankingView& view) {
    return (view.own.rank ? std::to_string(*view.own.rank) : "-") + ' ' + std::to_string(view.own.count);
}

/// Both ways: made for the request, and in advance.
std::vector<std::pair<std::string, RankingView (*)(const RankingQuery&)>> ways() {
    return {{"made for the request", [](const RankingQuery& query) { return read(query); }},
            {"made in advance", read_made}};
}

/// Rows that the session has read so far, as the server counts them.
std::uint64_t rows_read(database::Session& session) {
    const auto rows = session.query("SHOW SESSION STATUS LIKE 'Handler\\_read\\_%'");
    std::uint64_t sum = 0;
    while (rows->next()) sum += rows->getUInt64(2);
    return sum;
}

/// How many rows the reader reads for the query.
std::uint64_t cost_of(const RankingQuery& query, std::size_t inline_messages = kInline) {
    std::uint64_t cost = 0;
    auto session = session_of("insights");
    session.read([&](database::Session& attempt) {
        const auto first = rows_read(attempt);
        const auto second = rows_read(attempt);
        store::read_list(attempt, query, inline_messages, system_now());
        cost = rows_read(attempt) - second - (second - first);
    });
    return cost;
}

BOOST_AUTO_TEST_SUITE(analytics_rankings)

BOOST_AUTO_TEST_CASE(messages_are_ranked_by_their_reactions_of_now_and_then_by_when_they_were_written) {
    const Chat chat{1, 7};
    const auto& ids = chat.messages();
    Numbers numbers{chat};
    numbers.reactions(ids[0], 3).written(ids[0], 60);
    numbers.reactions(ids[1], 5).written(ids[1], 50).reactions(ids[1], 4, "joy");
    numbers.reactions(ids[2], 3).written(ids[2], 40);
    numbers.reactions(ids[3], 0);
    numbers.reactions(ids[4], 9, "joy");
    numbers.reactions(ids[5], 8).written(ids[5], 40 * 86'400);
    numbers.write();
    for (const auto& [way, read_it] : ways()) {
        BOOST_TEST_CONTEXT(way) {
            auto query = query_of(chat, Kind::kMessages, chat.members()[0]);
            auto view = read_it(query);
            BOOST_TEST((view.visibility == Visibility::kVisible));
            BOOST_TEST((view.from == begin_of(Span::kWeek, view.as_of.value())));
            BOOST_TEST((system_now() - *view.as_of < 1min));
            BOOST_TEST(messages_of(view, chat) == (Texts{"1 1 5", "2 2 3", "2 0 3"}), kEach);
            const auto& first = view.messages.at(0);
            BOOST_TEST(first.sender.str() == "sender");
            BOOST_TEST((system_now() - first.created_at < 5min));
            BOOST_TEST((first.reactions == std::vector<analytics::ReactionCount>{{Reaction::parse("joy").value(), 4},
                                                                                 {Reaction::like(), 5}}));

            query.key.reaction = Reaction::parse("joy").value();
            BOOST_TEST(messages_of(read_it(query), chat) == (Texts{"1 4 9", "2 1 4"}), kEach);
            query.key.reaction.reset();
            BOOST_TEST(messages_of(read_it(query), chat) == (Texts{"1 4 9", "1 1 9", "3 2 3", "3 0 3"}), kEach);
            query.limit = 1;
            BOOST_TEST(messages_of(read_it(query), chat) == Texts{"1 4 9"}, kEach);

            view = read_it(query_of(chat, Kind::kMessages, chat.members()[0], Span::kAll));
            BOOST_TEST(!view.from.has_value());
            BOOST_TEST(messages_of(view, chat) == (Texts{"1 5 8", "2 1 5", "3 2 3", "3 0 3"}), kEach);
        }
    }
}

BOOST_AUTO_TEST_CASE(users_are_ranked_by_what_they_gave_and_by_what_they_were_given_in_the_span) {
    const Chat chat{5};
    const auto& ids = chat.members();
    Numbers numbers{chat};
    numbers.user(ids[0], 2, 0).user(ids[0], 2, 1, 1);
    numbers.user(ids[1], 9, 4, 6);
    numbers.user(ids[2], 4, 0, 7);
    numbers.user(ids[3], 4, 7, std::nullopt).user(ids[3], 4, 0);
    numbers.user(ids[4], -1, 0);
    numbers.write();
    auto sorted = [&](Texts texts) {
        std::sort(texts.begin(), texts.end());
        return texts;
    };
    for (const auto& [way, read_it] : ways()) {
        BOOST_TEST_CONTEXT(way) {
            const auto given = read_it(query_of(chat, Kind::kGiven, ids[0]));
            BOOST_TEST(sorted(users_of(given, chat)) == (Texts{"1 1 9", "2 0 4", "2 3 4"}), kEach);
            BOOST_TEST(own_place(given) == "2 4");
            BOOST_TEST(
                users_of(read_it(query_of(chat, Kind::kGiven, ids[0], Span::kDay)), chat) == (Texts{"1 3 4", "2 0 2"}),
                kEach);
            BOOST_TEST(users_of(read_it(query_of(chat, Kind::kReceived, ids[4])), chat) == (Texts{"1 1 4", "2 0 1"}),
                       kEach);
            const auto all = read_it(query_of(chat, Kind::kReceived, ids[4], Span::kAll));
            BOOST_TEST(users_of(all, chat) == (Texts{"1 3 7", "2 1 4", "3 0 1"}), kEach);
            BOOST_TEST(own_place(all) == "- 0");
            BOOST_TEST(sorted(users_of(read_it(query_of(chat, Kind::kGiven, ids[0], Span::kFourWeeks)), chat)) ==
                           (Texts{"1 1 9", "2 0 4", "2 2 4", "2 3 4"}),
                       kEach);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_reader_has_a_place_beyond_the_end_of_the_list) {
    const Chat chat{4};
    const auto& ids = chat.members();
    Numbers numbers{chat};
    numbers.user(ids[0], 9, 0).user(ids[1], 8, 0).user(ids[2], 8, 0).user(ids[3], 1, 0).write();
    for (const auto& [way, read_it] : ways()) {
        BOOST_TEST_CONTEXT(way) {
            const auto view = read_it(query_of(chat, Kind::kGiven, ids[3], Span::kWeek, 1));
            BOOST_TEST(users_of(view, chat) == Texts{"1 0 9"}, kEach);
            BOOST_TEST(own_place(view) == "4 1");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_long_list_is_asked_for_once_and_shown_when_it_is_made) {
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 2).write();
    const auto query = query_of(chat, Kind::kMessages, chat.members()[0]);
    const auto wanted_at = [&] { return sql("SELECT wanted_at FROM rankings WHERE chat_id = " + sql_id(chat.id())); };

    const auto first = read(query, kNever);
    BOOST_TEST((first.visibility == Visibility::kVisible));
    BOOST_TEST(!first.as_of.has_value());
    BOOST_TEST((first.from == begin_of(Span::kWeek, system_now())));
    BOOST_TEST(first.messages.empty());
    const auto asked_at = wanted_at();
    BOOST_REQUIRE(asked_at.size() == 1U);
    BOOST_TEST(!read(query, kNever).as_of.has_value());
    make(query);
    numbers.statement("UPDATE reaction_summaries SET total = 7 WHERE message_id = " + sql_id(chat.message())).write();
    const auto made = read(query, kNever);
    BOOST_TEST(made.as_of.has_value());
    BOOST_TEST(messages_of(made, chat) == Texts{"1 0 2"}, kEach);
    // That others have read it since is not written each time.
    BOOST_TEST((wanted_at() == asked_at));

    numbers
        .statement("UPDATE rankings SET wanted_at = wanted_at - INTERVAL 2 MINUTE WHERE chat_id = " + sql_id(chat.id()))
        .write();
    read(query, kNever);
    BOOST_TEST((wanted_at() > asked_at));
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_in_advance_is_not_made_for_a_request_any_more) {
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 2).write();
    const auto query = query_of(chat, Kind::kMessages, chat.members()[0]);
    read(query, kNever);
    BOOST_TEST(!read(query, kInline).as_of.has_value());
    numbers.statement("DELETE FROM rankings WHERE chat_id = " + sql_id(chat.id())).write();
    BOOST_TEST(messages_of(read(query, kInline), chat) == Texts{"1 0 2"}, kEach);
}

BOOST_AUTO_TEST_CASE(a_chat_in_which_nobody_has_reacted_has_empty_lists_at_once) {
    const Chat chat{1};
    for (const auto kind : {Kind::kMessages, Kind::kGiven, Kind::kReceived}) {
        const auto view = read(query_of(chat, kind, chat.members()[0]), kNever);
        BOOST_TEST(view.as_of.has_value());
        BOOST_TEST(view.messages.empty());
        BOOST_TEST(view.users.empty());
        BOOST_TEST(own_place(view) == "- 0");
    }
}

BOOST_AUTO_TEST_CASE(deleted_and_moved_messages_leave_every_list_at_once_and_the_others_move_up) {
    const Chat chat{1, 4};
    const Chat other{1};
    const auto& ids = chat.messages();
    Numbers numbers{chat};
    for (std::size_t i = 0; i < 4; ++i) numbers.reactions(ids[i], 9 - i);
    numbers.write();
    auto query = query_of(chat, Kind::kMessages, chat.members()[0]);
    query.limit = 2;
    BOOST_TEST(messages_of(read(query), chat) == (Texts{"1 0 9", "2 1 8"}), kEach);
    BOOST_TEST(messages_of(read_made(query), chat) == (Texts{"1 0 9", "2 1 8"}), kEach);
    delete_message(ids[0]);
    move_message(ids[2], other);
    BOOST_TEST(messages_of(read(query, kNever), chat) == (Texts{"1 1 8", "2 3 6"}), kEach);
    numbers.statement("DELETE FROM rankings WHERE chat_id = " + sql_id(chat.id())).write();
    BOOST_TEST(messages_of(read(query), chat) == (Texts{"1 1 8", "2 3 6"}), kEach);
    move_message(ids[2], chat);
}

BOOST_AUTO_TEST_CASE(who_has_left_or_is_being_erased_leaves_every_list_at_once) {
    // So much that nobody of another case is before them in the list of all chats.
    constexpr std::int64_t kHuge = 2'000'000'000;
    const Chat chat{5};
    const auto& ids = chat.members();
    Numbers numbers{chat};
    for (std::size_t i = 0; i < 5; ++i) numbers.user(ids[i], kHuge - static_cast<std::int64_t>(i), 1);
    numbers.write();
    const auto of_chat = query_of(chat, Kind::kGiven, ids[4]);
    const auto of_all = of_all_chats(Kind::kGiven, ids[4]);
    BOOST_TEST(read_made(of_chat).users.size() == 5U);
    BOOST_TEST(read_made(of_all).users.size() >= 5U);

    chat.leave(ids[0]);
    sql("INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (" + sql_text(ids[2]) +
        ", UTC_TIMESTAMP(6), 0, 0)");
    const auto made = read(of_chat, kNever);
    const auto made_of_all = read(of_all);
    numbers.statement("DELETE FROM rankings WHERE chat_id = " + sql_id(chat.id())).write();
    const auto at_once = read(of_chat);
    sql("DELETE FROM erasures WHERE user_id = " + sql_text(ids[2]));

    for (const auto& view : {made, at_once}) {
        BOOST_TEST(users_of(view, chat) == (Texts{"1 1 1999999999", "2 3 1999999997", "3 4 1999999996"}), kEach);
        BOOST_TEST(own_place(view) == "3 1999999996");
    }
    // Who has left a chat is a user all the same.
    const auto all = users_of(made_of_all, chat);
    BOOST_TEST(Texts(all.begin(), all.begin() + 4) ==
                   (Texts{"1 0 2000000000", "2 1 1999999999", "3 3 1999999997", "4 4 1999999996"}),
               kEach);
}

BOOST_AUTO_TEST_CASE(a_list_of_all_chats_has_what_is_most_liked_in_any_of_them) {
    constexpr std::size_t kHuge = 4'000'000'000;
    const Chat one{1, 2};
    const Chat other{1};
    Numbers of_one{one};
    Numbers of_other{other};
    of_one.reactions(one.messages()[0], kHuge).reactions(one.messages()[1], 1).chat(kHuge, 10).write();
    of_other.reactions(other.message(), kHuge - 1)
        .chat(kHuge, 11)
        .chat(1, 0, 20)
        .statement("DELETE FROM rankings WHERE chat_id = UNHEX(REPEAT('0', 32))")
        .write();

    const auto messages = of_all_chats(Kind::kMessages, "anyone");
    const auto first = read(messages);
    BOOST_TEST((first.visibility == Visibility::kVisible));
    BOOST_TEST(!first.as_of.has_value());
    make(messages);
    const auto listed = read(messages).messages;
    BOOST_REQUIRE(listed.size() >= 2U);
    BOOST_TEST(listed[0].message.to_string() == one.messages()[0]);
    BOOST_TEST(listed[1].message.to_string() == other.message());
    BOOST_TEST(listed[1].rank == 2U);

    const auto chats = of_all_chats(Kind::kChats, "anyone");
    const auto ranked = read_made(chats).chats;
    BOOST_REQUIRE(ranked.size() >= 2U);
    BOOST_TEST(ranked[0].chat.to_string() == one.id());
    BOOST_TEST(ranked[0].count == kHuge - 10);
    BOOST_TEST(ranked[1].count == kHuge - 11);
    const auto longer = read_made(of_all_chats(Kind::kChats, "anyone", Span::kFourWeeks)).chats;
    BOOST_TEST(longer.at(1).rank == 1U);
    BOOST_TEST(longer.at(1).count == kHuge - 10);
    sql("DELETE FROM chats WHERE chat_id = " + sql_id(one.id()));
    BOOST_TEST(read(chats).chats.at(0).chat.to_string() == other.id());
}

BOOST_AUTO_TEST_CASE(only_members_and_those_who_may_see_all_see_a_list) {
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 1).write();
    auto query = query_of(chat, Kind::kMessages, unique_user());
    BOOST_TEST((read(query).visibility == Visibility::kNotAMember));
    BOOST_TEST(read(query).messages.empty());
    query.subject.sees_all = true;
    BOOST_TEST(messages_of(read(query), chat) == Texts{"1 0 1"}, kEach);
    query.subject.chat = uuid(unique_uuid());
    query.key.chat = *query.subject.chat;
    BOOST_TEST((read(query).visibility == Visibility::kNotFound));
}

BOOST_AUTO_TEST_CASE(no_query_reads_more_than_10000_rows) {
    constexpr std::size_t kRowsMax = 10'000;
    const Chat chat{1};
    const auto id = sql_id(chat.id());
    const auto message = "UNHEX(MD5(CONCAT(" + sql_text(chat.id()) + ", s.seq)))";
    Numbers numbers{chat};
    numbers
        .statement("INSERT INTO messages (message_id, chat_id, sender_id, body, created_at) SELECT " + message + ", " +
                   id + ", 'sender', '', UTC_TIMESTAMP(6) FROM seq_1_to_1999 s")
        .statement("INSERT INTO chat_changes SELECT " + id + ", " + message + ", 1 FROM seq_1_to_1999 s")
        .statement("INSERT INTO reaction_summaries SELECT " + message +
                   ", 'like', s.seq, 1, NULL, '1970-01-01', '', '' FROM seq_1_to_1999 s")
        .statement("INSERT INTO user_days SELECT " + id +
                   ", CONCAT('user', s.seq), FLOOR(UNIX_TIMESTAMP() / 86400), s.seq, 1 FROM seq_1_to_1200 s")
        .statement("INSERT INTO chat_members (chat_id, user_id, joined_at) SELECT " + id +
                   ", CONCAT('user', s.seq), UTC_TIMESTAMP() FROM seq_1_to_1200 s")
        .write();
    const auto& reader = chat.members()[0];
    const auto of_like = query_of(chat, Kind::kMessages, reader, Span::kWeek, 100);
    auto of_all = of_like;
    of_all.key.reaction.reset();
    const auto given = query_of(chat, Kind::kGiven, "user7", Span::kWeek, 100);
    const auto received = query_of(chat, Kind::kReceived, "user7", Span::kAll, 100);
    const auto check = [&](const RankingQuery& query, bool is_made_at_once) {
        BOOST_TEST_CONTEXT(code_of(query.key.kind) << " of " << analytics::code_of(query.key.reaction)) {
            BOOST_TEST(cost_of(query) <= kRowsMax);
            BOOST_TEST(read(query).as_of.has_value() == is_made_at_once);
            if (is_made_at_once) return;
            make(query);
            BOOST_TEST(cost_of(query) <= kRowsMax / 5);
            const auto made = read(query);
            BOOST_TEST(std::max(made.messages.size(), made.users.size()) == 100U);
        }
    };
    // The longest that are made for a request.
    for (const auto& query : {of_like, of_all, given, received}) check(query, true);
    // A little longer: first the users' days, then the messages.
    numbers.statement("INSERT INTO user_days SELECT " + id + ", CONCAT('user', s.seq), 1, 1, 1 FROM seq_1_to_1200 s")
        .write();
    for (const auto& query : {given, received}) check(query, false);
    numbers.statement("INSERT INTO chat_changes VALUES (" + id + ", UNHEX(REPEAT('F', 32)), 1)").write();
    for (const auto& query : {of_like, of_all}) check(query, false);
}

// Through the web server.

std::string list_path(const Chat& chat, const std::string& list) {
    return "/api/v1/chats/" + chat.id() + "/analytics/" + list;
}

/// One that counts, whatever the instance was told.
struct CountingHandler {
    explicit CountingHandler(Variables settings = {})
        : handler{with_feed(std::move(settings)), {"analytics_rankings"}} {}

    static Variables with_feed(Variables settings) {
        settings["LIKES_FEED"] = "analytics";
        return settings;
    }

    HandlersWith handler;
};

BOOST_AUTO_TEST_CASE(a_member_is_answered_the_lists_of_the_chat) {
    const CountingHandler handler;
    const Chat chat{2};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 3).user(chat.members()[0], 3, 0).write();
    Caller caller{chat.members()[0]};
    const auto response = caller.send("GET", list_path(chat, "messages?span=all"));
    BOOST_TEST(response.status == 200);
    const auto json = parse_json(response.body);
    BOOST_TEST(names_of(json) == (std::set<std::string>{"chat_id", "span", "reaction", "from", "as_of", "messages"}),
               kEach);
    const auto& entry = member(json, "messages")[0];
    BOOST_TEST(text_of(entry, "message_id") == chat.message());
    BOOST_TEST(text_of(entry, "id") == chat.message());
    BOOST_TEST(number_of(entry, "count") == 3U);
    BOOST_TEST(number_of(member(entry, "reactions"), "like") == 3U);

    const auto tag = response.header("etag").value();
    BOOST_TEST(caller.send("GET", list_path(chat, "messages?span=all"), {"If-None-Match: " + tag}).status == 304);
    const auto table = caller.send("GET", list_path(chat, "users?format=csv"));
    BOOST_TEST(table.status == 200);
    BOOST_TEST(table.body == "rank,user_id,count\r\n1," + chat.members()[0] + ",3\r\n");
    BOOST_TEST(table.header("content-disposition").value() == "attachment; filename=\"given-7d.csv\"");

    check_problem(Caller{unique_user()}.send("GET", list_path(chat, "messages")), 403);
    check_problem(caller.send("GET", "/api/v1/chats/" + unique_uuid() + "/analytics/users"), 404);
    check_problem(caller.send("GET", "/api/v1/analytics/chats"), 403);
    check_problem(caller.send("GET", list_path(chat, "messages?reaction=nothing")), 422);
}

BOOST_AUTO_TEST_CASE(a_long_list_is_answered_202_until_it_is_made) {
    const CountingHandler handler{{{"LIKES_ANALYTICS_INLINE_MESSAGES", "0"}}};
    const Chat chat{1};
    Numbers numbers{chat};
    numbers.reactions(chat.message(), 3).write();
    Caller caller{chat.members()[0]};
    const auto first = caller.send("GET", list_path(chat, "messages"));
    BOOST_TEST(first.status == 202);
    check_retry_after(first);
    BOOST_TEST(!optional_text_of(parse_json(first.body), "as_of").has_value());
    make(query_of(chat, Kind::kMessages, caller.user()));
    const auto second = caller.send("GET", list_path(chat, "messages"));
    BOOST_TEST(second.status == 200);
    BOOST_TEST(member(parse_json(second.body), "messages").Size() == 1U);
}

BOOST_AUTO_TEST_CASE(there_is_no_list_of_users_where_users_are_not_ranked) {
    const CountingHandler handler{{{"LIKES_ANALYTICS_RANK_USERS", "false"}}};
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    check_problem(caller.send("GET", list_path(chat, "users")), 404);
    BOOST_TEST(caller.send("GET", list_path(chat, "messages")).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
