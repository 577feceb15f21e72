#include "endpoints/screen.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/endpoints/rules.hpp"

namespace likes::endpoints {
namespace {

using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/chats/" + kChat + "/likes";
const std::string kOne = "message_ids=" + kMessage;

/// One message is in use, one never was, and two are not there, for whatever reason. Clap has left the catalog.
Bench<Screen, ChatView> make_bench() {
    return {Screen{catalog()},
            {Visibility::kVisible,
             {{uuid(9), Visibility::kNotFound, {}, {}},
              {uuid(kMessage),
               Visibility::kVisible,
               uuid(kChat),
               {{reaction("clap"), {{9, 9, kLikedAt, users({"mallory"}), true}, true}},
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

void expect_wrong_ids(const std::vector<std::string>& queries) {
    const auto bench = make_bench();
    expect_refused(bench, variants(bench.good, &OwnRequest::query, queries), 400, "Bad Request",
                   "The parameter 'message_ids' must be 1 to 100 UUIDs with commas between.");
}

BOOST_AUTO_TEST_SUITE(screen)

BOOST_AUTO_TEST_CASE(the_messages_are_answered_as_openapi_yaml_has_them) {
    expect_json(make_bench().answer(), R"({"messages":[
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,"liked_by":["bob","alice"],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":true,"is_liked_by_user":true,"liked_by_truncated":false,
         "version":7,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":2,"is_liked":true,"version":7},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":false,"version":4}]},
        {"message_id":"00000000-0000-0000-0000-000000000001","likes_count":0,"liked_by":[],"liked_at":null,
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":0,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":0,"is_liked":false,"version":0}]}],
        "not_found":["00000000-0000-0000-0000-000000000009","00000000-0000-0000-0000-000000000008"]})");
}

BOOST_AUTO_TEST_CASE(a_chat_that_holds_none_of_them_says_so) {
    auto bench = make_bench();
    bench.view.messages = {{uuid(9), Visibility::kNotFound, {}, {}}};
    expect_json(bench.answer(), R"({"messages":[],"not_found":["00000000-0000-0000-0000-000000000009"]})");
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_chat_in_the_path) {
    for (const auto& id : {kChat, kUpperChat}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            auto bench = make_bench();
            BOOST_TEST(bench.answer_at("/api/v1/chats/" + id + "/likes").status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
            BOOST_TEST((bench.asked[0].reader == user("alice")));
        }
    }
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
          Case{kOne + "%2C" + uuid(1).to_string(), {uuid(kMessage), uuid(1)}}}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            auto bench = make_bench();
            BOOST_TEST(bench.answer_query(query).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].messages == messages));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_message_and_more_than_a_hundred_are_answered_400_and_one_that_is_named_twice_counts_twice) {
    expect_wrong_ids({query_of({}), query_of(ids(101)), query_of(ids(200)), query_of(std::vector(101, uuid(1)))});
}

BOOST_AUTO_TEST_CASE(a_list_that_is_none_is_answered_400) {
    std::vector<std::string> queries{"", "message_ids", "&"};
    for (const std::string& list :
         {std::string{","}, "," + kMessage, kMessage + ",", kMessage + ",," + uuid(1).to_string(), kMessage + ",1",
          "1," + kMessage, kMessage + ", " + uuid(1).to_string(), kMessage + ";" + uuid(1).to_string(),
          kMessage + "%20", "[" + kMessage + "]", "\"" + kMessage + "\"",
          std::string{"0f8fad5bd9cb469fa16570867728950e"}, std::string{"null"}}) {
        queries.push_back("message_ids=" + list);
    }
    expect_wrong_ids(queries);
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    expect_400_for_queries(make_bench(), {kOne + "&limit=1", kOne + "&" + kOne, kOne + "&%", "ids=" + kMessage,
                                          "Message_ids=" + kMessage, "message_ids[]=" + kMessage});
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such chat.", [](auto& view) -> auto& { return view.visibility; });
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_CASE(any_difference_in_the_answer_is_another_tag) {
    expect_another_tag_after(make_bench(), {
                                               [](auto& view) { view.messages[1].reactions[1].state.is_liked = true; },
                                               [](auto& view) { view.messages.erase(view.messages.begin()); },
                                           });
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only(make_bench(), "GET");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first(make_bench(), {"/api/v1/chats/1/likes"}, {"", kOne + "," + kMessage + ","});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    auto bench = make_bench();
    bench.good.query = "surplus=1";
    expect_404_at(bench, {"/nowhere", kPath + "/", kPath + "/changes", "/api/v1/messages/" + kChat + "/likes"});
    expect_refused(bench, variants(bench.good, &OwnRequest::path, {"/api/v1/chats/1/likes"}), 400, "Bad Request",
                   "The chat id must be a UUID.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
