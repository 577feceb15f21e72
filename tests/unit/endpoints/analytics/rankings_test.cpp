#include "endpoints/analytics/rankings.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "analytics/ranking_query.hpp"
#include "auth/scopes.hpp"
#include "unit/endpoints/build.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints::rankings_test {

using namespace std::chrono_literals;
using namespace likes::endpoints::test;
using analytics::Audience;
using analytics::Kind;
using analytics::RankingView;
using analytics::Span;
using likes::test::user;
using likes::test::uuid;

const std::string kOfChat = "/api/v1/chats/" + kChat + "/analytics/";
const std::string kOfAll = "/api/v1/analytics/";
/// The midnight of 2025-09-27, with which the seven days begin of which kLikedAt is in the last one.
constexpr Time kFrom = std::chrono::sys_days{std::chrono::year{2025} / 9 / 27};
/// Nobody is refused.
constexpr web::Rate kAnyRate{0ns, 1};

web::UserLimit& no_limit() {
    static web::UserLimit limit{kAnyRate, std::chrono::steady_clock::now, 1};
    return limit;
}

Rankings endpoint(Rankings::Rules rules = {}) {
    return {catalog(), rules, no_limit()};
}

RankingView message_view() {
    RankingView view{Visibility::kVisible, kFrom, kLikedAt, {}, {}, {}, {}};
    view.messages = {{1, uuid(kMessage), user("bob"), kLikedAt - 1s, 5, {{reaction("joy"), 1}, {reaction("like"), 5}}},
                     {1, uuid(kChat), user("-eve"), kLikedAt - 2s, 5, {{reaction("like"), 5}}}};
    return view;
}

RankingView user_view() {
    RankingView view{Visibility::kVisible, kFrom, kLikedAt, {}, {}, {}, {}};
    view.users = {{1, user("bob"), 7}, {2, user("=1+1"), 3}, {2, user("carol"), 3}};
    view.own = {std::nullopt, 1};
    return view;
}

Bench<Rankings, RankingView> bench_of(const std::string& name, RankingView view, Rankings::Rules rules = {}) {
    return {endpoint(rules), std::move(view), {"GET", kOfChat + name}};
}
auto messages_bench() {
    return bench_of("messages", message_view());
}
auto users_bench() {
    return bench_of("users", user_view());
}

/// What an operator asks for.
analytics::RankingQuery asked_by_operator(const OwnRequest& asking, Rankings::Rules rules = {}) {
    return endpoint(rules).parse(asking.request(), {user("alice"), auth::Scopes::parse("likes:analytics")});
}

BOOST_AUTO_TEST_SUITE(rankings)

BOOST_AUTO_TEST_CASE(the_messages_of_a_chat_are_answered_with_ranks_and_reactions) {
    expect_json(messages_bench().answer(),
                R"({"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","span":"7d","reaction":"like",
        "from":"2025-09-27T00:00:00Z","as_of":"2025-10-03T10:00:00Z","messages":[
        {"rank":1,"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","id":"0f8fad5b-d9cb-469f-a165-70867728950e",
         "sender_id":"bob","created_at":"2025-10-03T09:59:59Z","count":5,"reactions":{"joy":1,"like":5}},
        {"rank":1,"message_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8",
         "sender_id":"-eve","created_at":"2025-10-03T09:59:58Z","count":5,"reactions":{"like":5}}]})");
}

BOOST_AUTO_TEST_CASE(the_users_of_a_chat_are_answered_with_the_place_of_the_caller) {
    expect_json(users_bench().answer(),
                R"({"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","span":"7d","by":"given",
        "from":"2025-09-27T00:00:00Z","as_of":"2025-10-03T10:00:00Z","users":[
        {"rank":1,"user_id":"bob","count":7},{"rank":2,"user_id":"=1+1","count":3},
        {"rank":2,"user_id":"carol","count":3}],"me":{"rank":null,"count":1}})");
    auto listed = users_bench();
    listed.view.own = {17, 4};
    BOOST_TEST(contains(listed.answer().body, R"("me":{"rank":17,"count":4})"));
}

BOOST_AUTO_TEST_CASE(the_chats_of_the_deployment_are_answered_to_operators) {
    OwnRequest asking{"GET", kOfAll + "chats", "span=all"};
    const auto query = asked_by_operator(asking);
    RankingView view{Visibility::kVisible, std::nullopt, kLikedAt, {}, {}, {{1, uuid(kChat), 12}}, {}};
    expect_json(Rankings::render(asking.request(), query, view),
                R"({"span":"all","from":null,"as_of":"2025-10-03T10:00:00Z",
        "chats":[{"rank":1,"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","count":12}]})");
}

BOOST_AUTO_TEST_CASE(a_list_that_is_not_made_yet_is_202_and_empty_and_tells_when_to_ask_again) {
    auto bench = messages_bench();
    bench.view = {Visibility::kVisible, kFrom, std::nullopt, {}, {}, {}, {}};
    const auto response = bench.answer_with(&OwnRequest::if_none_match, "*");
    BOOST_TEST(response.status == 202);
    BOOST_TEST(header(response, "Retry-After") == "2");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    BOOST_TEST(likes::test::same_json(
        response.body, R"({"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","span":"7d","reaction":"like",
        "from":"2025-09-27T00:00:00Z","as_of":null,"messages":[]})"));
    const auto table = bench.answer_query("format=csv");
    BOOST_TEST(table.status == 202);
    BOOST_TEST(header(table, "Retry-After") == "2");
    BOOST_TEST(table.body == "rank,message_id,sender_id,created_at,count\r\n");
}

BOOST_AUTO_TEST_CASE(a_request_names_its_list) {
    struct Case {
        std::string name;
        std::string query;
        analytics::ListKey key;
        std::size_t limit = Rankings::kLimitDefault;
    };
    const Uuid chat = uuid(kChat);
    const auto like = Reaction::like();
    for (const auto& [name, query, key, limit] : std::vector<Case>{
             {"messages", "", {chat, Kind::kMessages, Span::kWeek, like}},
             {"messages", "span=1d&limit=1", {chat, Kind::kMessages, Span::kDay, like}, 1},
             {"messages",
              "span=28d&reaction=joy&limit=100",
              {chat, Kind::kMessages, Span::kFourWeeks, reaction("joy")},
              100},
             {"messages", "span=all&reaction=*", {chat, Kind::kMessages, Span::kAll, std::nullopt}},
             {"messages", "reaction=%F0%9F%91%8D", {chat, Kind::kMessages, Span::kWeek, reaction("thumbs_up")}},
             {"users", "", {chat, Kind::kGiven, Span::kWeek, std::nullopt}},
             {"users", "by=given&span=1d", {chat, Kind::kGiven, Span::kDay, std::nullopt}},
             {"users", "by=received&limit=7", {chat, Kind::kReceived, Span::kWeek, std::nullopt}, 7},
         }) {
        BOOST_TEST_CONTEXT(name << '?' << query) {
            auto bench = bench_of(name, message_view());
            BOOST_TEST(bench.answer_query(query).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].key == key));
            BOOST_TEST((bench.asked[0].subject.chat == chat));
            BOOST_TEST((bench.asked[0].subject.reader == user("alice")));
            BOOST_TEST(!bench.asked[0].subject.sees_all);
            BOOST_TEST(bench.asked[0].limit == limit);
        }
    }
}

BOOST_AUTO_TEST_CASE(operators_ask_for_the_lists_of_all_chats_and_of_any_chat) {
    for (const auto& [name, kind] :
         {std::pair{"messages", Kind::kMessages}, {"users", Kind::kGiven}, {"chats", Kind::kChats}}) {
        const auto query = asked_by_operator({"GET", kOfAll + name});
        BOOST_TEST((query.key.kind == kind));
        BOOST_TEST((query.key.chat == analytics::kDeployment));
        BOOST_TEST(!query.subject.chat.has_value());
    }
    BOOST_TEST(asked_by_operator({"GET", kOfChat + "users"}, {Audience::kOperators, true}).subject.sees_all);
}

BOOST_AUTO_TEST_CASE(what_only_operators_may_see_is_answered_403_to_others) {
    for (const std::string name : {"messages", "users", "chats"}) {
        auto bench = messages_bench();
        expect_problem(bench.answer_at(kOfAll + name), 403, "The token must have the scope likes:analytics.");
    }
    auto bench = bench_of("messages", message_view(), {Audience::kOperators, true});
    expect_problem(bench.answer(), 403, "The token must have the scope likes:analytics.");
}

BOOST_AUTO_TEST_CASE(there_are_no_other_lists_and_none_where_nothing_is_counted) {
    expect_404_at(messages_bench(), {kOfChat + "chats", kOfChat + "summary", kOfChat + "message", kOfChat});
    auto off = bench_of("messages", message_view(), {Audience::kNobody, true});
    expect_problem(off.answer(), 404, "Nothing is counted here.");
}

BOOST_AUTO_TEST_CASE(where_users_are_not_ranked_there_is_no_list_of_them) {
    const Rankings::Rules rules{Audience::kMembers, false};
    expect_404_at(bench_of("messages", message_view(), rules), {kOfChat + "users"});
    BOOST_TEST(bench_of("messages", message_view(), rules).answer().status == 200);
    BOOST_CHECK_EXCEPTION(asked_by_operator({"GET", kOfAll + "users"}, rules), web::Problem,
                          [](const web::Problem& problem) { return problem.status == 404; });
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_wrong_is_named) {
    struct Case {
        std::string name;
        std::vector<std::string> queries;
        int status;
        std::string detail;
    };
    for (const auto& [name, queries, status, detail] : std::vector<Case>{
             {"messages",
              {"span=", "span=2d", "span=7D", "span=7d%20"},
              400,
              "The parameter 'span' must be 1d, 7d, 28d or all."},
             {"users", {"span=30d"}, 400, "The parameter 'span' must be 1d, 7d, 28d or all."},
             {"users", {"by=", "by=Given", "by=messages"}, 400, "The parameter 'by' must be given or received."},
             {"messages",
              {"limit=0", "limit=101", "limit=x", "limit="},
              400,
              "The parameter 'limit' must be a whole number from 1 to 100."},
             {"messages", {"format=xml"}, 400, "The parameter 'format' must be json or csv."},
             {"messages", {"by=given", "cursor=1"}, 400, "The query holds an unknown parameter."},
             {"users", {"reaction=like"}, 400, "The query holds an unknown parameter."},
             {"messages",
              {"reaction=", "reaction=tada", "reaction=**"},
              422,
              "This reaction is not one of those that may be used here."},
         }) {
        expect_refused(bench_of(name, message_view()), &OwnRequest::query, queries, status, detail);
    }
}

BOOST_AUTO_TEST_CASE(a_user_who_asks_too_often_is_answered_429) {
    web::UserLimit limit{{60s, 2}, [] { return SteadyTime{}; }, 1};
    Bench<Rankings, RankingView> bench{Rankings{catalog(), {}, limit}, message_view(), {"GET", kOfChat + "messages"}};
    BOOST_TEST(bench.answer().status == 200);
    BOOST_TEST(bench.answer().status == 200);
    const auto refused = bench.answer();
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(header(refused, "Retry-After") == "60");
}

BOOST_AUTO_TEST_CASE(the_list_is_a_table_by_parameter_and_by_header) {
    auto bench = users_bench();
    const std::string table = "rank,user_id,count\r\n1,bob,7\r\n2,'=1+1,3\r\n2,carol,3\r\n";
    for (const auto& response :
         {bench.answer_query("format=csv"), bench.answer_with(&OwnRequest::accept, "text/csv")}) {
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.body == table);
        BOOST_TEST(header(response, "Content-Disposition") == "attachment; filename=\"given-7d.csv\"");
        BOOST_TEST(header(response, "Vary") == "Accept");
        BOOST_TEST(header(response, "ETag") != "(not there)");
    }
    BOOST_TEST(messages_bench().answer_query("format=csv").body ==
               "rank,message_id,sender_id,created_at,count\r\n"
               "1,0f8fad5b-d9cb-469f-a165-70867728950e,bob,2025-10-03T09:59:59Z,5\r\n"
               "1,6ba7b810-9dad-11d1-80b4-00c04fd430c8,'-eve,2025-10-03T09:59:58Z,5\r\n");
    const OwnRequest asking{"GET", kOfAll + "chats", "format=csv&span=1d"};
    const RankingView view{Visibility::kVisible, kFrom, kLikedAt, {}, {}, {{1, uuid(kChat), 12}}, {}};
    const auto chats = Rankings::render(asking.request(), asked_by_operator(asking), view);
    BOOST_TEST(chats.body == "rank,chat_id,count\r\n1,6ba7b810-9dad-11d1-80b4-00c04fd430c8,12\r\n");
    BOOST_TEST(header(chats, "Content-Disposition") == "attachment; filename=\"chats-1d.csv\"");
}

BOOST_AUTO_TEST_CASE(who_holds_the_list_already_gets_304_also_when_it_was_made_again) {
    for (auto bench : {messages_bench(), users_bench()}) {
        expect_304_for_who_holds_it(bench);
        const auto tag = header(bench.answer(), "ETag");
        *bench.view.as_of += 60s;
        BOOST_TEST(bench.answer_with(&OwnRequest::if_none_match, tag).status == 304);
        bench.view.own.count += 1;
        for (auto& entry : bench.view.messages) entry.count += 1;
        BOOST_TEST(bench.answer_with(&OwnRequest::if_none_match, tag).status == 200);
    }
}

BOOST_AUTO_TEST_CASE(a_chat_that_is_not_there_or_not_the_callers_is_not_opened) {
    auto bench = messages_bench();
    bench.good.if_none_match = "*";
    bench.view.visibility = Visibility::kNotFound;
    expect_problem(bench.answer(), 404, "There is no such chat.");
    bench.view.visibility = Visibility::kNotAMember;
    expect_problem(bench.answer(), 403,
                   "Only members of the chat and tokens with the scope likes:analytics may see its numbers.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::rankings_test
