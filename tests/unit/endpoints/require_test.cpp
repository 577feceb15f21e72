#include "endpoints/require.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/likes/build.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::endpoints {
namespace {

using likes::test::uuid;
using namespace likes::endpoints::test;

constexpr auto kNothingHere = "404 There is nothing here.";
constexpr auto kNoMessageId = "400 The message id must be a UUID.";
constexpr auto kNoChatId = "400 The chat id must be a UUID.";
constexpr auto kNoSuchReaction = "422 This reaction is not one of those that may be used here.";

const std::string kReactions = "/api/v1/messages/" + kMessage + "/reactions/";

/// What is missing, as the Problem says; empty if nothing is.
template <class Require>
std::string problem_of(const Require& require) {
    try {
        require();
        return {};
    } catch (const web::Problem& problem) {
        return std::to_string(problem.status) + " " + problem.detail;
    }
}

web::Request at(std::string_view path) {
    web::Request request;
    request.path = path;
    return request;
}

std::string problem_of_message(const std::string& path, const std::string& tail) {
    return problem_of([&] { require_message_id(at(path), tail); });
}

std::string problem_of_chat(const std::string& path, const std::string& tail) {
    return problem_of([&] { require_chat_id(at(path), tail); });
}

std::string problem_of_reaction(const std::string& path) {
    return problem_of([&] { require_reaction(at(path), catalog()); });
}

/// Texts in the place of an id that are none.
const std::vector<std::string> kNoUuids{"1",
                                        "0f8fad5bd9cb469fa16570867728950e",
                                        "{0f8fad5b-d9cb-469f-a165-70867728950e}",
                                        "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
                                        "0f8fad5b-d9cb-469f-a165-70867728950",
                                        "0f8fad5b-d9cb-469f-a165-70867728950e0",
                                        "0f8fad5b-d9cb-469f-a165-70867728950g",
                                        " 0f8fad5b-d9cb-469f-a165-70867728950e",
                                        "0f8fad5b-d9cb-469f-a165-70867728950e/",
                                        "/0f8fad5b-d9cb-469f-a165-70867728950e",
                                        "a/b",
                                        "..",
                                        " "};

BOOST_AUTO_TEST_SUITE(require)

BOOST_AUTO_TEST_CASE(an_id_is_the_same_in_either_letter_case) {
    for (const auto& id : {kMessage, kUpperMessage, std::string{"0F8fad5b-D9cb-469F-a165-70867728950e"}}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            const auto head = "/api/v1/messages/" + id;
            BOOST_TEST((require_message_id(at(head + "/reactions"), "/reactions") == uuid(kMessage)));
            const MessageReaction expected{uuid(kMessage), Reaction::like()};
            BOOST_TEST((require_reaction(at(head + "/reactions/like"), catalog()) == expected));
        }
    }
    for (const auto& id : {kChat, kUpperChat}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            const auto head = "/api/v1/chats/" + id;
            BOOST_TEST((require_chat_id(at(head + "/likes"), "/likes") == uuid(kChat)));
            BOOST_TEST((require_chat_id(at(head + "/likes/changes"), "/likes/changes") == uuid(kChat)));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_400) {
    for (const auto& id : kNoUuids) {
        BOOST_TEST_CONTEXT("id: '" << id << "'") {
            BOOST_TEST(problem_of_message("/api/v1/messages/" + id + "/reactions", "/reactions") == kNoMessageId);
            BOOST_TEST(problem_of_chat("/api/v1/chats/" + id + "/likes", "/likes") == kNoChatId);
            BOOST_TEST(problem_of_chat("/api/v1/chats/" + id + "/likes/changes", "/likes/changes") == kNoChatId);
            BOOST_TEST(problem_of_reaction("/api/v1/messages/" + id + "/reactions/like") == kNoMessageId);
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_is_404) {
    for (const std::string& path :
         {std::string{}, std::string{"/"}, std::string{"/api/v1/chats/likes"}, std::string{"/api/v1/chats//likes"},
          "/api/v1/chats/" + kChat, "/api/v1/chats/" + kChat + "/likes/", "/api/v1/chats/" + kChat + "/LIKES",
          "/api/v1/chats/" + kChat + "/likes/changes", "/api/v2/chats/" + kChat + "/likes",
          "/x/api/v1/chats/" + kChat + "/likes", "/api/v1/messages/" + kChat + "/likes", kChat + "/likes"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            BOOST_TEST(problem_of_chat(path, "/likes") == kNothingHere);
        }
    }
    for (const std::string& path :
         {std::string{}, std::string{"/api/v1/messages/reactions"}, std::string{"/api/v1/messages//reactions"},
          "/api/v1/messages/" + kMessage + "/reactions/", kReactions + "like",
          "/api/v1/messages/" + kMessage + "/likes", "/api/v1/chats/" + kMessage + "/reactions"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            BOOST_TEST(problem_of_message(path, "/reactions") == kNothingHere);
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_than_that_of_a_reaction_is_404) {
    for (const std::string& path :
         {std::string{}, std::string{"like"}, std::string{"/"}, std::string{"/like"}, std::string{"/reactions/like"},
          std::string{"/api/v1/messages/reactions/like"}, std::string{"/api/v1/messages//reactions/like"},
          "/api/v1/messages/" + kMessage, "/api/v1/messages/" + kMessage + "/reactions",
          "/api/v1/messages/" + kMessage + "/like", "/api/v1/messages/" + kMessage + "/reaction/like",
          "/api/v1/chats/" + kMessage + "/reactions/like", "/api/v2/messages/" + kMessage + "/reactions/like",
          "/x" + kReactions + "like", kReactions + "like/", kReactions + "like/like", kReactions + "/like"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            BOOST_TEST(problem_of_reaction(path) == kNothingHere);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_is_named_by_its_code_or_by_its_emoji) {
    struct Case {
        std::string name;
        std::string code;
    };
    for (const auto& each :
         {Case{"like", "like"}, Case{"\u2764\uFE0F", "like"}, Case{"\u2764", "like"}, Case{"thumbs_up", "thumbs_up"},
          Case{"\U0001F44D", "thumbs_up"}, Case{"joy", "joy"}, Case{"\U0001F602", "joy"}}) {
        BOOST_TEST_CONTEXT("name: " << each.name) {
            const auto target = require_reaction(at(kReactions + each.name), catalog());
            BOOST_TEST((target.message == uuid(kMessage)));
            BOOST_TEST(target.reaction.code() == each.code);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_422) {
    for (const std::string name : {"", "clap", "Like", "LIKE", "likes", " like", "like ", "\uFE0F", "\U0001F44F",
                                   "\U0001F44D\U0001F3FD", "..", "%F0%9F%91%8D", "\xF0\x9F"}) {
        BOOST_TEST_CONTEXT("name: '" << name << "'") {
            BOOST_TEST(problem_of_reaction(kReactions + name) == kNoSuchReaction);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_id_is_looked_at_before_the_reaction) {
    BOOST_TEST(problem_of_reaction("/api/v1/messages/1/reactions/clap") == kNoMessageId);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_404_and_what_is_not_the_callers_403) {
    constexpr auto kNoSuchMessage = "404 There is no such message.";
    constexpr auto kNoSuchChat = "404 There is no such chat.";
    constexpr auto kNotAMember = "403 Only members of the chat may do that.";
    BOOST_TEST(problem_of([] { require_visible_message(Visibility::kVisible); }).empty());
    BOOST_TEST(problem_of([] { require_visible_message(Visibility::kNotFound); }) == kNoSuchMessage);
    BOOST_TEST(problem_of([] { require_visible_message(Visibility::kNotAMember); }) == kNotAMember);
    BOOST_TEST(problem_of([] { require_visible_chat(Visibility::kVisible); }).empty());
    BOOST_TEST(problem_of([] { require_visible_chat(Visibility::kNotFound); }) == kNoSuchChat);
    BOOST_TEST(problem_of([] { require_visible_chat(Visibility::kNotAMember); }) == kNotAMember);
    for (const auto result :
         {ChangeResult::kLiked, ChangeResult::kAlreadyLiked, ChangeResult::kUnliked, ChangeResult::kWasNotLiked}) {
        BOOST_TEST(problem_of([&] { require_done(result); }).empty());
    }
    BOOST_TEST(problem_of([] { require_done(ChangeResult::kNoSuchMessage); }) == kNoSuchMessage);
    BOOST_TEST(problem_of([] { require_done(ChangeResult::kNotAMember); }) == kNotAMember);
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_with_a_token_the_client_hears_the_same_and_the_log_why) {
    const likes::test::CapturedLog log{"debug"};
    for (const auto rejection :
         {auth::Rejection::kNoBearerToken, auth::Rejection::kBadSignature, auth::Rejection::kExpired}) {
        BOOST_TEST(problem_of([&] { require_caller(rejection); }) == "401 A valid bearer token is needed.");
        BOOST_TEST(contains(log.lines().back(), auth::to_string(rejection)));
    }
    const auth::VerifiedToken alice{likes::test::user("alice"), Time::max()};
    BOOST_TEST((require_caller(alice) == alice.user));
}

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_told_in_how_many_whole_seconds_to_come_again) {
    using namespace std::chrono_literals;
    web::SteadyTime now{};
    web::UserLimit limit{{1500ms, 1}, [&] { return now; }, 1};
    const auto retry_after = [&] {
        try {
            require_within(limit, likes::test::user("alice"));
            return std::string{"passed"};
        } catch (const web::Problem& problem) {
            BOOST_TEST(problem.status == 429);
            BOOST_TEST(problem.detail == "Too many changes by this user; try again after the time in Retry-After.");
            BOOST_REQUIRE(problem.headers.size() == 1U);
            BOOST_TEST(problem.headers[0].name == "Retry-After");
            return problem.headers[0].value;
        }
    };
    BOOST_TEST(retry_after() == "passed");
    BOOST_TEST(retry_after() == "2");
    now += 500ms;
    BOOST_TEST(retry_after() == "1");
    now += 999ms;
    BOOST_TEST(retry_after() == "1");
    now += 1ms;
    BOOST_TEST(retry_after() == "passed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
