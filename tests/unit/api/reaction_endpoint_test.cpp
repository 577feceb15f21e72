#include "api/reaction_endpoint.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "lanes/group_commit.hpp"
#include "store/faults.hpp"
#include "unit/api/build.hpp"
#include "unit/api/rules.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"
#include "unit/log/captured_log.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using likes::test::users;
using namespace likes::api::test;

constexpr Time kSeedTime{1'759'485'600s};
const std::string kHead = "/api/v1/messages/" + kMessage + "/reactions/";
const std::string kPath = kHead + "thumbs_up";

/// The endpoint of one verb, over a service that remembers what it was asked and answers with `outcome`.
struct Bench {
    explicit Bench(Action action)
        : endpoint{action, catalog(), authenticate, [this](const LikeChange& change) {
                       asked.push_back(change);
                       return outcome;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    std::vector<LikeChange> asked;
    LikeOutcome outcome{Verdict::kLiked, {{2, 7, kSeedTime, users({"bob", "alice"}), false}, true}};
    ReactionEndpoint endpoint;
};

struct Verb {
    Action action;
    std::string method;
};

const std::vector<Verb> kVerbs{{Action::kPut, "PUT"}, {Action::kTakeBack, "DELETE"}};

BOOST_AUTO_TEST_SUITE(reaction_endpoint)

BOOST_AUTO_TEST_CASE(the_caller_changes_the_reaction_and_the_message_in_the_path) {
    struct Case {
        std::string name;
        std::string code;
    };
    for (const auto& verb : kVerbs) {
        for (const auto& each : {Case{"thumbs_up", "thumbs_up"}, Case{"\U0001F602", "joy"}, Case{"like", "like"},
                                 Case{"\u2764", "like"}, Case{"\u2764\uFE0F", "like"}}) {
            BOOST_TEST_CONTEXT(verb.method << " " << each.name) {
                Bench bench{verb.action};
                BOOST_TEST(bench.answer(request(verb.method, kHead + each.name)).status == 200);
                BOOST_REQUIRE(bench.asked.size() == 1U);
                BOOST_TEST((bench.asked[0].subject.message == likes::test::uuid(kMessage)));
                BOOST_TEST(bench.asked[0].subject.reaction.code() == each.code);
                BOOST_TEST((bench.asked[0].user == user("alice")));
                BOOST_TEST((bench.asked[0].action == verb.action));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_state_after_the_change_is_answered_whether_or_not_it_changed_anything) {
    struct Case {
        Verb verb;
        Verdict verdict;
        bool is_liked;
    };
    for (const auto& each :
         {Case{kVerbs[0], Verdict::kLiked, true}, Case{kVerbs[0], Verdict::kAlreadyLiked, true},
          Case{kVerbs[1], Verdict::kUnliked, false}, Case{kVerbs[1], Verdict::kWasNotLiked, false}}) {
        BOOST_TEST_CONTEXT("verdict " << static_cast<int>(each.verdict)) {
            Bench bench{each.verb.action};
            bench.outcome.verdict = each.verdict;
            bench.outcome.state.is_liked = each.is_liked;
            const auto response = bench.answer(request(each.verb.method, kPath));
            const std::string flag = each.is_liked ? "true" : "false";
            BOOST_TEST(response.status == 200);
            BOOST_TEST(header(response, "Content-Type") == "application/json");
            BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
            BOOST_TEST(same_json(response.body, R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e",
                "reaction":"thumbs_up","emoji":"👍","likes_count":2,"liked_by":["bob","alice"],
                "liked_at":"2025-10-03T10:00:00Z","liked_by_truncated":false,"version":7,
                "is_liked":)" + flag + R"(,"is_liked_by_user":)" +
                                                    flag + "}"));
        }
    }
}

BOOST_AUTO_TEST_CASE(however_it_is_named_a_reaction_is_answered_as_the_catalog_shows_it) {
    for (const std::string name : {"like", "\u2764", "\u2764\uFE0F"}) {
        BOOST_TEST_CONTEXT(name) {
            Bench bench{Action::kPut};
            const auto body = bench.answer(request("PUT", kHead + name)).body;
            BOOST_TEST(body.find("\"reaction\":\"like\",\"emoji\":\"\u2764\uFE0F\"") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    Bench bench{Action::kPut};
    const auto response = bench.answer(request("PUT", "/api/v1/messages/" + kUpperMessage + "/reactions/joy"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.body.find("\"message_id\":\"" + kMessage + "\"") != std::string::npos);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].subject.message == likes::test::uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_answered_422_for_either_verb) {
    for (const auto& verb : kVerbs) {
        for (const std::string name : {"clap", "\U0001F44F", "Like", "\U0001F44D\U0001F3FD"}) {
            BOOST_TEST_CONTEXT(verb.method << " " << name) {
                Bench bench{verb.action};
                expect_problem(bench.answer(request(verb.method, kHead + name)), 422, "Unprocessable Content",
                               "This reaction is not one of those that may be used here.");
                BOOST_TEST(bench.asked.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_answered_400_and_another_path_404) {
    Bench bench{Action::kPut};
    expect_problem(bench.answer(request("PUT", "/api/v1/messages/1/reactions/like")), 400, "Bad Request",
                   "The message id must be a UUID.");
    expect_problem(bench.answer(request("PUT", kPath + "/")), 404, "Not Found", "There is nothing here.");
    BOOST_TEST(bench.asked.empty());
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    for (const auto& verb : kVerbs) expect_only<Bench>(verb.method, kPath, verb.action);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    for (const auto& verb : kVerbs) {
        expect_401_first<Bench>(verb.method, {kPath, kHead + "clap", "/nowhere", "/api/v1/messages/1/reactions/like"},
                                {"", "surplus=1"}, verb.action);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_answered_404_and_what_is_not_the_callers_403) {
    for (const auto& verb : kVerbs) {
        BOOST_TEST_CONTEXT(verb.method) {
            Bench bench{verb.action};
            bench.outcome = {Verdict::kNoSuchMessage, {}};
            expect_problem(bench.answer(request(verb.method, kPath)), 404, "Not Found", "There is no such message.");
            bench.outcome = {Verdict::kNotAMember, {}};
            expect_problem(bench.answer(request(verb.method, kPath)), 403, "Forbidden",
                           "Only members of the chat may do that.");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_is_answered_503_and_one_that_breaks_500) {
    const likes::test::CapturedLog log{"info"};
    const auto status_after = [](const LikeEndpoint::Change& change) {
        return api::answer(request("PUT", kPath), ReactionEndpoint{Action::kPut, catalog(), authenticate, change})
            .status;
    };
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw lanes::Overloaded{"full"}; }) == 503);
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw store::Unavailable{"away"}; }) == 503);
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw std::runtime_error{"broken"}; }) == 500);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
