#include "endpoints/analytics/access.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/likes/build.hpp"

namespace likes::endpoints::access_test {

using analytics::Audience;
using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kOfChat = "/api/v1/chats/" + kChat + "/analytics/activity";
const std::string kOfAll = "/api/v1/analytics/activity";

auth::Caller alice() {
    return {user("alice")};
}

auth::Caller operating() {
    return {user("alice"), auth::Scopes::parse("likes:analytics")};
}

web::Request at(const std::string& path) {
    web::Request request;
    request.path = path;
    return request;
}

/// `status: detail` of what is thrown; empty if nothing is.
std::string problem_of(const std::string& path, const auth::Caller& caller, Audience audience) {
    try {
        require_numbers(at(path), caller, audience);
        return {};
    } catch (const web::Problem& problem) {
        return std::to_string(problem.status) + ": " + problem.detail;
    }
}

BOOST_AUTO_TEST_SUITE(access_to_numbers)

BOOST_AUTO_TEST_CASE(a_path_names_a_chat_or_all_of_them_and_what_is_asked) {
    for (const auto& id : {kChat, kUpperChat}) {
        const auto path = "/api/v1/chats/" + id + "/analytics/users";
        const auto asked = require_numbers(at(path), alice(), Audience::kMembers);
        BOOST_TEST((asked.subject.chat == uuid(kChat)));
        BOOST_TEST((asked.subject.reader == user("alice")));
        BOOST_TEST(!asked.subject.sees_all);
        BOOST_TEST(asked.name == "users");
    }
    const std::string summary = "/api/v1/analytics/summary";
    const auto all = require_numbers(at(summary), operating(), Audience::kMembers);
    BOOST_TEST(!all.subject.chat.has_value());
    BOOST_TEST((key_of(all.subject) == analytics::kDeployment));
    BOOST_TEST(all.subject.sees_all);
    BOOST_TEST(all.name == "summary");
    BOOST_TEST(require_numbers(at(kOfChat), operating(), Audience::kOperators).subject.sees_all);
}

BOOST_AUTO_TEST_CASE(another_path_is_404) {
    for (const std::string& path :
         {std::string{}, std::string{"/"}, std::string{"activity"}, std::string{"/api/v1/analytics"},
          std::string{"/api/v2/analytics/activity"}, std::string{"/api/v1//analytics/activity"},
          std::string{"/analytics/activity"}, "/x" + kOfAll, "/x" + kOfChat,
          std::string{"/api/v1/chats/analytics/activity"}, "/api/v1/chats/" + kChat + "/activity",
          "/api/v1/chats/" + kChat + "/analytics", "/api/v1/messages/" + kChat + "/analytics/activity"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            BOOST_TEST(problem_of(path, operating(), Audience::kMembers) == "404: There is nothing here.");
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_400) {
    for (const std::string id : {"1", "a/b", "..", "0f8fad5bd9cb469fa16570867728950e"}) {
        BOOST_TEST(problem_of("/api/v1/chats/" + id + "/analytics/activity", alice(), Audience::kMembers) ==
                   "400: The chat id must be a UUID.");
    }
}

BOOST_AUTO_TEST_CASE(the_id_under_which_all_chats_are_counted_is_no_chat) {
    const std::string path = "/api/v1/chats/00000000-0000-0000-0000-000000000000/analytics/activity";
    for (const auto& caller : {alice(), operating()}) {
        BOOST_TEST(problem_of(path, caller, Audience::kMembers) == "404: There is no such chat.");
    }
}

BOOST_AUTO_TEST_CASE(what_only_operators_may_read_needs_the_scope_that_the_problem_names) {
    struct Case {
        std::string path;
        Audience audience;
        bool is_open_to_alice;
    };
    for (const auto& [path, audience, is_open] :
         {Case{kOfChat, Audience::kMembers, true}, Case{kOfChat, Audience::kOperators, false},
          Case{kOfAll, Audience::kMembers, false}, Case{kOfAll, Audience::kOperators, false}}) {
        BOOST_TEST_CONTEXT(path << (audience == Audience::kMembers ? ", members" : ", operators")) {
            BOOST_TEST(problem_of(path, operating(), audience).empty());
            BOOST_TEST(problem_of(path, alice(), audience) ==
                       (is_open ? "" : "403: The token must have the scope likes:analytics."));
        }
    }
}

BOOST_AUTO_TEST_CASE(where_nothing_is_counted_there_is_nothing_for_anybody) {
    for (const auto& path : {kOfChat, kOfAll, std::string{"/api/v1/chats/1/analytics/activity"}}) {
        for (const auto& caller : {alice(), operating()}) {
            BOOST_TEST(problem_of(path, caller, Audience::kNobody) == "404: Nothing is counted here.");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_the_database_says_of_the_chat_is_answered) {
    const auto said = [](Visibility visibility) {
        try {
            require_visible_numbers(visibility);
            return std::string{};
        } catch (const web::Problem& problem) {
            return std::to_string(problem.status) + ": " + problem.detail;
        }
    };
    BOOST_TEST(said(Visibility::kVisible).empty());
    BOOST_TEST(said(Visibility::kNotFound) == "404: There is no such chat.");
    BOOST_TEST(said(Visibility::kNotAMember) ==
               "403: Only members of the chat and tokens with the scope likes:analytics may see its numbers.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::access_test
