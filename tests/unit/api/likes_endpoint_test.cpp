#include "api/likes_endpoint.hpp"

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "api/cursor.hpp"
#include "store/faults.hpp"
#include "unit/api/build.hpp"
#include "unit/api/rules.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"
#include "unit/log/captured_log.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::liker;
using likes::test::same_json;
using likes::test::user;
using likes::test::users;
using namespace likes::api::test;

constexpr Time kSeedTime{1'759'485'600s};
const std::string kPath = "/api/v1/messages/" + kMessage + "/likes";

/// The endpoint over a service that remembers what it was asked and answers with `view`.
struct Bench {
    Bench()
        : endpoint{authenticate, [this](const LikesQuery& query) {
                       asked.push_back(query);
                       return view;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    /// The answer to this query string.
    http::Response get(const std::string& query) const { return answer(request("GET", kPath, query)); }

    std::vector<LikesQuery> asked;
    LikesView view{ReadVerdict::kFound,
                   {{2, 7, kSeedTime, users({"bob", "alice"}), false}, true},
                   {liker("alice", 7, std::chrono::sys_seconds{1'759'485'600s})},
                   7};
    LikesEndpoint endpoint;
};

BOOST_AUTO_TEST_SUITE(likes_endpoint)

BOOST_AUTO_TEST_CASE(the_list_is_answered_as_the_contract_has_it) {
    Bench bench;
    const auto response = bench.get("");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(same_json(response.body, R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,
        "liked_by":["bob","alice"],"liked_at":"2025-10-03T10:00:00Z","is_liked":true,"is_liked_by_user":true,
        "liked_by_truncated":false,"version":7,"likes":[{"user_id":"alice","liked_at":"2025-10-03T10:00:00Z"}],
        "next_cursor":"AAAAAAAAAAc"})"));
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_newest_fifty_unless_the_query_says_otherwise) {
    Bench bench;
    bench.get("");
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].subject == Subject{likes::test::uuid(kMessage), Reaction::like()}));
    BOOST_TEST((bench.asked[0].reader == user("alice")));
    BOOST_TEST(bench.asked[0].limit == 50U);
    BOOST_TEST(!bench.asked[0].before.has_value());
}

BOOST_AUTO_TEST_CASE(the_limit_has_bounds_that_belong_to_it) {
    expect_limit_from_1_to_100<Bench>();
}

BOOST_AUTO_TEST_CASE(the_cursor_of_one_page_asks_for_the_next) {
    for (const std::uint64_t version :
         {std::uint64_t{1}, std::uint64_t{7}, std::numeric_limits<std::uint64_t>::max()}) {
        BOOST_TEST_CONTEXT("version " << version) {
            Bench bench;
            bench.view.next = version;
            const auto cursor = format_cursor(version);
            BOOST_TEST(bench.get("").body.find("\"next_cursor\":\"" + cursor + "\"") != std::string::npos);
            BOOST_TEST(bench.get("limit=2&cursor=" + cursor).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 2U);
            BOOST_TEST((bench.asked[1].before == std::optional{version}));
            BOOST_TEST(bench.asked[1].limit == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_last_page_says_so_with_null) {
    Bench bench;
    bench.view.next = std::nullopt;
    BOOST_TEST(bench.get("").body.find("\"next_cursor\":null") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    for (const std::string cursor : {"", "7", "AAAAAAAAAAA%3D", "AAAAAAAAABF", "AAAAAAAAAAAAAAA", "%00", "null"}) {
        BOOST_TEST_CONTEXT("cursor: " << cursor) {
            Bench bench;
            expect_problem(bench.get("cursor=" + cursor), 400, "Bad Request",
                           "The cursor is not one that this service made.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    for (const std::string query : {"offset=1", "limit=1&limit=1", "limit=%", "Limit=1", "limit=1&cursor"}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            Bench bench;
            BOOST_TEST(bench.get(query).status == 400);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it<Bench>(kPath, "");
}

BOOST_AUTO_TEST_CASE(any_difference_in_the_answer_is_another_tag) {
    Bench bench;
    auto asked = request("GET", kPath);
    asked.if_none_match = header(bench.get(""), "ETag");
    const std::vector<std::function<void(LikesView&)>> changes{
        [](LikesView& view) { ++view.state.snapshot.version; },
        [](LikesView& view) { view.state.is_liked = false; },
        [](LikesView& view) { view.next = std::nullopt; },
        [](LikesView& view) { view.page.clear(); },
    };
    const auto before = bench.view;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        BOOST_TEST_CONTEXT("change " << i) {
            bench.view = before;
            changes[i](bench.view);
            const auto response = bench.answer(asked);
            BOOST_TEST(response.status == 200);
            BOOST_TEST(header(response, "ETag") != asked.if_none_match);
        }
    }
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    Bench bench;
    auto asked = request("GET", kPath);
    asked.if_none_match = "*";
    bench.view = {ReadVerdict::kNotAMember, {}, {}, {}};
    expect_problem(bench.answer(asked), 403, "Forbidden", "Only members of the chat may do that.");
    bench.view = {};
    expect_problem(bench.answer(asked), 404, "Not Found", "There is no such message.");
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only<Bench>("GET", kPath);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first<Bench>("GET", {kPath, "/nowhere", "/api/v1/messages/1/likes"},
                            {"", "limit=0", "surplus=1", "limit=%"});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    Bench bench;
    expect_problem(bench.answer(request("GET", "/nowhere", "surplus=1")), 404, "Not Found", "There is nothing here.");
    expect_problem(bench.answer(request("GET", "/api/v1/messages/1/likes", "surplus=1")), 400, "Bad Request",
                   "The message id must be a UUID.");
    expect_problem(bench.answer(request("GET", "/api/v1/messages/" + kMessage + "/like")), 404, "Not Found",
                   "There is nothing here.");
    BOOST_TEST(bench.asked.empty());
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    Bench bench;
    const auto response = bench.answer(request("GET", "/api/v1/messages/" + kUpperMessage + "/likes"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.body.find("\"message_id\":\"" + kMessage + "\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_is_answered_503_and_one_that_breaks_500) {
    const likes::test::CapturedLog log{"info"};
    const auto answer_after = [](const LikesEndpoint::Read& read) {
        return api::answer(request("GET", kPath), LikesEndpoint{authenticate, read});
    };
    const auto away = answer_after([](const LikesQuery&) -> LikesView { throw store::Unavailable{"away"}; });
    BOOST_TEST(away.status == 503);
    BOOST_TEST(header(away, "Retry-After") == "1");
    const auto broken = answer_after([](const LikesQuery&) -> LikesView { throw std::runtime_error{"broken"}; });
    BOOST_TEST(broken.status == 500);
    BOOST_TEST(broken.body.find("broken") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
