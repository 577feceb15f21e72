#include "endpoints/screen.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::screen_test {

using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/chats/" + kChat + "/likes";
const std::string kOne = "message_ids=" + kMessage;

/// One message is in use, one never was, and two are not there, for whatever reason. Tada and clap have left the
/// catalog; somebody still has clap.
Bench<Screen, ChatView> make_bench() {
    return {Screen{catalog()},
            {Visibility::kVisible,
             {{uuid(9), Visibility::kNotFound, {}, {}},
              {uuid(kMessage),
               Visibility::kVisible,
               uuid(kChat),
               {{reaction("tada"), {{0, 2, kLikedAt, {}, false}, false}},
                {reaction("clap"), {{9, 9, kLikedAt, users({"mallory"}), true}, true}},
                {reaction("joy"), {{3, 4, kLikedAt, users({"bob"}), true}, false}},
                {reaction("like"), {{2, 7, kLikedAt, users({"bob", "alice"}), false}, true}}}},
              {uuid(8), Visibility::kNotAMember, {}, {}},
              {uuid(1), Visibility::kVisible, uuid(kChat), {}}}},
            {"GET", kPath, kOne}};
}

/// The ids 1 to `count`.
std::vector<Uuid> ids(std::size_t count) {
    std::vector<Uuid> list;
    for (std::size_t i = 1; i <= count; ++i) list.push_back(uuid(static_cast<unsigned char>(i)));
    return list;
}

std::string query_of(const std::vector<Uuid>& list) {
    std::string text;
    for (const auto& id : list) text.append(text.empty() ? "" : ",").append(id.to_string());
    return "message_ids=" + text;
}

BOOST_AUTO_TEST_SUITE(screen)

BOOST_AUTO_TEST_CASE(the_messages_are_answered_as_openapi_yaml_has_them) {
    expect_json(make_bench().answer(), R"({"messages":[
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,"liked_by":["bob","alice"],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":true,"is_liked_by_user":true,"liked_by_truncated":false,
         "version":7,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":2,"is_liked":true,"version":7},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":false,"version":4},
            {"reaction":"clap","emoji":"","likes_count":9,"is_liked":true,"version":9}]},
        {"message_id":"00000000-0000-0000-0000-000000000001","id":"00000000-0000-0000-0000-000000000001","likes_count":0,"liked_by":[],"liked_at":null,
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":0,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":0,"is_liked":false,"version":0}]}],
        "not_found":["00000000-0000-0000-0000-000000000009","00000000-0000-0000-0000-000000000008"]})");
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_chat_in_the_path) {
    auto bench = make_bench();
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
    BOOST_TEST((bench.asked[0].reader == user("alice")));
}

BOOST_AUTO_TEST_CASE(messages_are_asked_for_in_their_order_each_once_with_commas_of_either_kind) {
    struct Case {
        std::string query;
        std::vector<Uuid> messages;
    };
    auto reversed = ids(100);
    std::reverse(reversed.begin(), reversed.end());
    for (const auto& [query, messages] :
         {Case{kOne, {uuid(kMessage)}}, Case{query_of({uuid(2), uuid(1)}), {uuid(2), uuid(1)}},
          Case{query_of(reversed), reversed}, Case{query_of({uuid(2), uuid(1), uuid(2), uuid(1)}), {uuid(2), uuid(1)}},
          Case{"message_ids=" + kUpperMessage + "," + kMessage, {uuid(kMessage)}},
          Case{query_of(std::vector(100, uuid(1))), {uuid(1)}},
          Case{kOne + "%2C" + uuid(1).to_string(), {uuid(kMessage), uuid(1)}},
          Case{kOne + "&message_ids=" + uuid(1).to_string(), {uuid(kMessage), uuid(1)}},
          Case{query_of({uuid(2), uuid(1)}) + '&' + kOne + '&' + kOne, {uuid(2), uuid(1), uuid(kMessage)}}}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            auto bench = make_bench();
            BOOST_TEST(bench.answer_query(query).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].messages == messages));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_list_that_is_none_or_has_more_than_a_hundred_ids_different_or_not_is_answered_400) {
    expect_refused(make_bench(), &OwnRequest::query,
                   {"", "message_ids", "message_ids=", query_of(ids(101)), query_of(std::vector(101, uuid(1))),
                    query_of(ids(100)) + ",1", query_of(ids(100)) + '&' + kOne, "message_ids=" + std::string(100, ',')},
                   400, "The parameter 'message_ids' must be 1 to 100 ids with commas between.");
}

BOOST_AUTO_TEST_CASE(what_is_no_uuid_is_answered_as_it_was_given_like_what_is_not_there_and_nothing_else_suffers) {
    struct Case {
        std::string list;
        /// As they stand in JSON.
        std::string not_found;
    };
    for (const auto& [list, not_found] :
         {Case{"temp-123", R"("temp-123")"}, Case{"temp-123,temp-123&message_ids=temp-4", R"("temp-123","temp-4")"},
          Case{"", R"("")"}, Case{uuid(1).to_hex(), '"' + uuid(1).to_hex() + '"'},
          Case{"%20" + kMessage, "\" " + kMessage + '"'}, Case{"%22%5C%0A%00", R"("\"\\\n\u0000")"},
          Case{"%ff\xC3", "\"\uFFFD\uFFFD\""}, Case{"%F0%9F%98%82<b>", "\"\U0001F602<b>\""}}) {
        BOOST_TEST_CONTEXT("list: " << list) {
            auto bench = make_bench();
            const auto response = bench.answer_query(kOne + "," + list);
            BOOST_TEST(response.status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].messages == std::vector{uuid(kMessage)}));
            BOOST_TEST(contains(response.body, R"("not_found":["00000000-0000-0000-0000-000000000009",)"
                                               R"("00000000-0000-0000-0000-000000000008",)" +
                                                   not_found + "]"));
        }
    }
    auto bench = make_bench();
    BOOST_TEST(bench.answer_query("message_ids=temp-123").status == 200);
    BOOST_TEST(bench.asked.at(0).messages.empty());
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    BOOST_TEST(make_bench().answer_query(kOne + "&limit=1").status == 400);
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such chat.", [](auto& view) -> auto& { return view.visibility; });
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    expect_path_first(make_bench(), kPath + "/changes", "/api/v1/chats/1/likes", "The chat id must be a UUID.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::screen_test
