#include "endpoints/require.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "database/errors.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/likes/build.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::endpoints::require_test {

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

std::string problem_of_message(const std::string& path) {
    return problem_of([&] { require_message_id(at(path), "/likes"); });
}

std::string problem_of_chat(const std::string& path) {
    return problem_of([&] { require_chat_id(at(path), "/likes"); });
}

std::string problem_of_reaction(const std::string& path) {
    return problem_of([&] { require_reaction(at(path), catalog(), Action::kPut); });
}

BOOST_AUTO_TEST_SUITE(require)

BOOST_AUTO_TEST_CASE(an_id_is_the_same_in_either_letter_case) {
    for (const auto& id : {kMessage, kUpperMessage}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            const auto head = "/api/v1/messages/" + id;
            BOOST_TEST((require_message_id(at(head + "/reactions"), "/reactions") == uuid(kMessage)));
            const MessageReaction expected{uuid(kMessage), Reaction::like()};
            BOOST_TEST((require_reaction(at(head + "/reactions/like"), catalog(), Action::kPut) == expected));
            BOOST_TEST((require_chat_id(at("/api/v1/chats/" + id + "/likes"), "/likes") == uuid(kMessage)));
        }
    }
}

/// What is no UUID is told by the tests of Uuid.
BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_400) {
    for (const std::string& id : {std::string{"1"}, kMessage + "/", "/" + kMessage, kMessage + "0", " " + kMessage,
                                  std::string{"a/b"}, std::string{".."}, std::string{" "}}) {
        BOOST_TEST_CONTEXT("id: '" << id << "'") {
            BOOST_TEST(problem_of_message("/api/v1/messages/" + id + "/likes") == kNoMessageId);
            BOOST_TEST(problem_of_chat("/api/v1/chats/" + id + "/likes") == kNoChatId);
            // The id is looked at before the reaction.
            BOOST_TEST(problem_of_reaction("/api/v1/messages/" + id + "/reactions/clap") == kNoMessageId);
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_is_404) {
    for (const std::string head : {"/api/v1/messages/", "/api/v1/chats/"}) {
        const auto problem_of_path = head == "/api/v1/chats/" ? problem_of_chat : problem_of_message;
        const std::string other = head == "/api/v1/chats/" ? "/api/v1/messages/" : "/api/v1/chats/";
        for (const std::string& path :
             {std::string{}, std::string{"/"}, head + "likes", head + "/likes", head + kChat, head + kChat + "/likes/",
              head + kChat + "/LIKES", head + kChat + "/likes/changes", "/api/v2" + head.substr(7) + kChat + "/likes",
              "/x" + head + kChat + "/likes", other + kChat + "/likes", kChat + "/likes"}) {
            BOOST_TEST_CONTEXT("path: " << path) {
                BOOST_TEST(problem_of_path(path) == kNothingHere);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_than_that_of_a_reaction_is_404) {
    for (const std::string& path :
         {std::string{}, std::string{"like"}, std::string{"/like"}, std::string{"/api/v1/messages/reactions/like"},
          std::string{"/api/v1/messages//reactions/like"}, "/api/v1/messages/" + kMessage + "/reactions",
          "/api/v1/messages/" + kMessage + "/like", "/api/v1/chats/" + kMessage + "/reactions/like",
          "/x" + kReactions + "like", kReactions + "like/", kReactions + "like/like", kReactions + "/like"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            BOOST_TEST(problem_of_reaction(path) == kNothingHere);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_422) {
    for (const std::string name :
         {"", "clap", "Like", "like ", "\uFE0F", "\U0001F3FD", "..", "%F0%9F%91%8D", "\xF0\x9F"}) {
        BOOST_TEST_CONTEXT("name: '" << name << "'") {
            BOOST_TEST(problem_of_reaction(kReactions + name) == kNoSuchReaction);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_code_that_was_taken_off_the_list_can_be_taken_back_if_it_was_ever_used) {
    const auto taken_back = require_reaction(at(kReactions + "clap"), catalog(), Action::kTakeBack);
    BOOST_TEST((taken_back == MessageReaction{uuid(kMessage), reaction("clap")}));
    for (const std::string name : {"", "Clap", "clap ", "\U0001F44F", "\xF0\x9F"}) {
        BOOST_TEST_CONTEXT("name: '" << name << "'") {
            BOOST_TEST(problem_of([&] { require_reaction(at(kReactions + name), catalog(), Action::kTakeBack); }) ==
                       kNoSuchReaction);
        }
    }
    const auto problem_of_use = [](std::string_view code, std::uint64_t version) {
        Snapshot snapshot;
        snapshot.version = version;
        return problem_of([&] { require_used(reaction(code), catalog(), snapshot); });
    };
    BOOST_TEST(problem_of_use("clap", 0) == kNoSuchReaction);
    BOOST_TEST(problem_of_use("clap", 2).empty());
    BOOST_TEST(problem_of_use("joy", 0).empty());
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
    BOOST_CHECK_THROW(require_done(ChangeResult::kUnavailable), database::Unavailable);
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_with_a_token_the_client_hears_the_same_and_the_log_why) {
    const likes::test::CapturedLog log{"debug"};
    for (const auto rejection :
         {auth::Rejection::kNoBearerToken, auth::Rejection::kBadSignature, auth::Rejection::kExpired}) {
        BOOST_TEST(problem_of([&] { require_caller(rejection); }) == "401 A valid bearer token is needed.");
        BOOST_TEST(contains(log.lines().back(), auth::to_string(rejection)));
    }
    const auth::VerifiedToken alice{likes::test::user("alice"), Time::max()};
    BOOST_TEST((require_caller(alice).user == alice.user));
}

BOOST_AUTO_TEST_CASE(who_lacks_a_scope_is_told_which_one) {
    const auto alice = likes::test::user("alice");
    const auth::Caller operating =
        require_caller(auth::VerifiedToken{alice, Time::max(), auth::Scopes::parse("openid likes:analytics")});
    BOOST_TEST(problem_of([&] { require_scope(operating, auth::Scope::kAnalytics); }).empty());
    try {
        require_scope(require_caller(auth::VerifiedToken{alice, Time::max()}), auth::Scope::kAnalytics);
        BOOST_ERROR("it passed");
    } catch (const web::Problem& problem) {
        BOOST_TEST(problem.status == 403);
        BOOST_TEST(problem.detail == "The token must have the scope likes:analytics.");
        BOOST_REQUIRE(problem.headers.size() == 1U);
        BOOST_TEST(problem.headers[0].name == "WWW-Authenticate");
        BOOST_TEST(problem.headers[0].value == "Bearer error=\"insufficient_scope\", scope=\"likes:analytics\"");
    }
}

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_told_in_how_many_whole_seconds_to_come_again) {
    using namespace std::chrono_literals;
    SteadyTime now{};
    web::UserLimit limit{{1500ms, 1}, [&] { return now; }, 1};
    const auto retry_after = [&] {
        try {
            require_within(limit, likes::test::user("alice"));
            return std::string{"passed"};
        } catch (const web::Problem& problem) {
            BOOST_TEST(problem.status == 429);
            BOOST_TEST(problem.detail == "Too many calls by this user; try again after the time in Retry-After.");
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

}  // namespace likes::endpoints::require_test
