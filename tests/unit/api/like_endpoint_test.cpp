#include "api/like_endpoint.hpp"

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
const std::string kPath = "/api/v1/messages/" + kMessage + "/like";

/// The endpoint of one verb, over a service that remembers what it was asked and answers with `outcome`.
struct Bench {
    explicit Bench(Action action)
        : endpoint{action, authenticate, [this](const LikeChange& change) {
                       asked.push_back(change);
                       return outcome;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    std::vector<LikeChange> asked;
    LikeOutcome outcome{Verdict::kLiked, {{2, 7, kSeedTime, users({"bob", "alice"}), false}, true}};
    LikeEndpoint endpoint;
};

struct Verb {
    Action action;
    std::string method;
};

const std::vector<Verb> kVerbs{{Action::kPut, "POST"}, {Action::kTakeBack, "DELETE"}};

BOOST_AUTO_TEST_SUITE(like_endpoint)

BOOST_AUTO_TEST_CASE(the_caller_changes_the_like_of_the_message_in_the_path) {
    for (const auto& verb : kVerbs) {
        BOOST_TEST_CONTEXT(verb.method) {
            Bench bench{verb.action};
            BOOST_TEST(bench.answer(request(verb.method, kPath)).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].subject == Subject{likes::test::uuid(kMessage), Reaction::like()}));
            BOOST_TEST((bench.asked[0].user == user("alice")));
            BOOST_TEST((bench.asked[0].action == verb.action));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_change_knows_by_which_request_and_trace_it_was_asked_for) {
    Bench bench{Action::kPut};
    auto asked = request("POST", kPath);
    asked.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    bench.answer(asked);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST(bench.asked[0].trace.request_id == kRequestId);
    BOOST_TEST(bench.asked[0].trace.traceparent == asked.traceparent);
}

BOOST_AUTO_TEST_CASE(the_state_after_the_change_is_answered_whether_or_not_it_changed_anything) {
    struct Case {
        Action action;
        std::string method;
        Verdict verdict;
        bool is_liked;
    };
    for (const auto& each :
         {Case{Action::kPut, "POST", Verdict::kLiked, true}, Case{Action::kPut, "POST", Verdict::kAlreadyLiked, true},
          Case{Action::kTakeBack, "DELETE", Verdict::kUnliked, false},
          Case{Action::kTakeBack, "DELETE", Verdict::kWasNotLiked, false}}) {
        BOOST_TEST_CONTEXT("verdict " << static_cast<int>(each.verdict)) {
            Bench bench{each.action};
            bench.outcome.verdict = each.verdict;
            bench.outcome.state.is_liked = each.is_liked;
            const auto response = bench.answer(request(each.method, kPath));
            const std::string flag = each.is_liked ? "true" : "false";
            BOOST_TEST(response.status == 200);
            BOOST_TEST(header(response, "Content-Type") == "application/json");
            BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
            std::string expected = R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,
                "liked_by":["bob","alice"],"liked_at":"2025-10-03T10:00:00Z","liked_by_truncated":false,"version":7)";
            expected.append(R"(,"is_liked":)").append(flag).append(R"(,"is_liked_by_user":)").append(flag).append("}");
            BOOST_TEST(same_json(response.body, expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    Bench bench{Action::kPut};
    const auto response = bench.answer(request("POST", "/api/v1/messages/" + kUpperMessage + "/like"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.body.find("\"message_id\":\"" + kMessage + "\"") != std::string::npos);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].subject.message == likes::test::uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    for (const auto& verb : kVerbs) expect_only<Bench>(verb.method, kPath, verb.action);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    for (const auto& verb : kVerbs) {
        expect_401_first<Bench>(verb.method, {kPath, "/nowhere", "/api/v1/messages/1/like"}, {"", "surplus=1"},
                                verb.action);
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_answered_400) {
    for (const std::string id :
         {"1", "message_uuid", "0f8fad5bd9cb469fa16570867728950e", "{0f8fad5b-d9cb-469f-a165-70867728950e}", " ", "a/b",
          "..", "0f8fad5b-d9cb-469f-a165-70867728950e/like"}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            Bench bench{Action::kPut};
            const auto response = bench.answer(request("POST", "/api/v1/messages/" + id + "/like"));
            expect_problem(response, 400, "Bad Request", "The message id must be a UUID.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_is_answered_404) {
    for (const std::string& path :
         {std::string{}, std::string{"/"}, std::string{"/api/v1/messages/like"}, std::string{"/api/v1/messages//like"},
          "/api/v2/messages/" + kMessage + "/like", "/api/v1/messages/" + kMessage, kPath + "s", kPath + "/",
          "/x" + kPath, "/api/v1/messages/" + kMessage + "/LIKE", "/API/v1/messages/" + kMessage + "/like"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            Bench bench{Action::kPut};
            const auto response = bench.answer(request("POST", path));
            expect_problem(response, 404, "Not Found", "There is nothing here.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_message_that_is_not_there_is_answered_404) {
    for (const auto& verb : kVerbs) {
        BOOST_TEST_CONTEXT(verb.method) {
            Bench bench{verb.action};
            bench.outcome = {Verdict::kNoSuchMessage, {}};
            expect_problem(bench.answer(request(verb.method, kPath)), 404, "Not Found", "There is no such message.");
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_not_a_member_is_answered_403_for_every_verb) {
    for (const auto& verb : kVerbs) {
        BOOST_TEST_CONTEXT(verb.method) {
            Bench bench{verb.action};
            bench.outcome = {Verdict::kNotAMember, {}};
            expect_problem(bench.answer(request(verb.method, kPath)), 403, "Forbidden",
                           "Only members of the chat may do that.");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_is_answered_503_and_one_that_breaks_500) {
    const likes::test::CapturedLog log{"info"};
    const auto status_after = [](const LikeEndpoint::Change& change) {
        return api::answer(request("POST", kPath), LikeEndpoint{Action::kPut, authenticate, change}).status;
    };
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw lanes::Overloaded{"full"}; }) == 503);
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw store::Unavailable{"away"}; }) == 503);
    BOOST_TEST(status_after([](const LikeChange&) -> LikeOutcome { throw std::runtime_error{"broken"}; }) == 500);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
