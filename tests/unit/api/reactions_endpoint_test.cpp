#include "api/reactions_endpoint.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "unit/api/build.hpp"
#include "unit/api/rules.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using likes::test::users;
using namespace likes::api::test;

constexpr Time kSeedTime{1'759'485'600s};
const std::string kPath = "/api/v1/messages/" + kMessage + "/reactions";

Reaction reaction(std::string_view code) {
    return Reaction::parse(code).value();
}

/// The endpoint over a service that remembers what it was asked and answers with `view`.
struct Bench {
    Bench()
        : endpoint{catalog(), authenticate, [this](const MessageQuery& query) {
                       asked.push_back(query);
                       return view;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    std::vector<MessageQuery> asked;
    /// Of the catalog, joy and like are in use; clap has left it.
    MessageView view{likes::test::uuid(kMessage),
                     ReadVerdict::kFound,
                     likes::test::uuid(kChat),
                     {{reaction("clap"), {{9, 9, kSeedTime, users({"mallory"}), true}, true}},
                      {reaction("joy"), {{1, 4, kSeedTime - 1s, users({"carol"}), false}, false}},
                      {reaction("like"), {{2, 7, kSeedTime, users({"bob", "alice"}), false}, true}}}};
    ReactionsEndpoint endpoint;
};

BOOST_AUTO_TEST_SUITE(reactions_endpoint)

BOOST_AUTO_TEST_CASE(every_reaction_of_the_catalog_is_answered_in_its_order_and_none_that_has_left_it) {
    const Bench bench;
    const auto response = bench.answer(request("GET", kPath));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(same_json(response.body, R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","reactions":[
        {"reaction":"like","emoji":"❤️","likes_count":2,"liked_by":["bob","alice"],"liked_at":"2025-10-03T10:00:00Z",
         "is_liked":true,"is_liked_by_user":true,"liked_by_truncated":false,"version":7},
        {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"liked_by":[],"liked_at":null,
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":0},
        {"reaction":"joy","emoji":"😂","likes_count":1,"liked_by":["carol"],"liked_at":"2025-10-03T09:59:59Z",
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":4}]})"));
}

BOOST_AUTO_TEST_CASE(a_message_without_reactions_has_all_of_them_at_nothing) {
    Bench bench;
    bench.view.reactions.clear();
    const std::string nothing = R"("likes_count":0,"liked_by":[],"liked_at":null,"is_liked":false,
        "is_liked_by_user":false,"liked_by_truncated":false,"version":0})";
    BOOST_TEST(same_json(bench.answer(request("GET", kPath)).body,
                         R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","reactions":[
        {"reaction":"like","emoji":"❤️",)" +
                             nothing + R"(,{"reaction":"thumbs_up","emoji":"👍",)" + nothing +
                             R"(,{"reaction":"joy","emoji":"😂",)" + nothing + "]}"));
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_message_in_the_path) {
    for (const auto& id : {kMessage, kUpperMessage}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            Bench bench;
            BOOST_TEST(bench.answer(request("GET", "/api/v1/messages/" + id + "/reactions")).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].message == likes::test::uuid(kMessage)));
            BOOST_TEST((bench.asked[0].reader == user("alice")));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_answered_404_and_what_is_not_the_callers_403) {
    Bench bench;
    auto asking = request("GET", kPath);
    asking.if_none_match = "*";
    bench.view = {};
    expect_problem(bench.answer(asking), 404, "Not Found", "There is no such message.");
    bench.view.verdict = ReadVerdict::kNotAMember;
    expect_problem(bench.answer(asking), 403, "Forbidden", "Only members of the chat may do that.");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    for (const std::string query : {"limit=1", "cursor=", "surplus", "%"}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            Bench bench;
            BOOST_TEST(bench.answer(request("GET", kPath, query)).status == 400);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_answered_400_and_another_path_404) {
    Bench bench;
    expect_problem(bench.answer(request("GET", "/api/v1/messages/1/reactions", "surplus=1")), 400, "Bad Request",
                   "The message id must be a UUID.");
    for (const std::string& path : {kPath + "/", kPath + "/like", "/api/v1/messages/" + kMessage + "/likes"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            expect_problem(bench.answer(request("GET", path)), 404, "Not Found", "There is nothing here.");
        }
    }
    BOOST_TEST(bench.asked.empty());
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it<Bench>(kPath, "");
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only<Bench>("GET", kPath);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first<Bench>("GET", {kPath, "/nowhere", "/api/v1/messages/1/reactions"}, {"", "surplus=1", "%"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
