#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

struct Call {
    std::string method;
    std::string target;
};

/// All calls about one message.
std::vector<Call> calls_about(const std::string& message) {
    return {
        {"POST", like_path(message)},
        {"DELETE", like_path(message)},
        {"GET", likes_path(message)},
        {"PUT", reaction_path(message, "joy")},
        {"DELETE", reaction_path(message, "joy")},
        {"GET", reactions_path(message)},
    };
}

std::vector<Call> all_calls(const std::string& message, const std::string& chat) {
    auto calls = calls_about(message);
    calls.push_back({"GET", screen_path(chat, {unique_uuid()})});
    calls.push_back({"GET", changes_path(chat)});
    return calls;
}

HttpResponse send(const Call& call, const std::string& authorization) {
    return HttpClient{}.send({call.method, call.target, {"Authorization: " + authorization}, {}});
}

void check_answers(const std::vector<Call>& calls, const std::string& user, int status) {
    for (const auto& call : calls) {
        BOOST_TEST_CONTEXT(call.method << ' ' << call.target) {
            check_problem(send(call, bearer(user)), status);
        }
    }
}

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(who_is_no_member_of_the_chat_is_forbidden_everything) {
    const Chat chat{1};
    const Chat elsewhere{1};
    Caller{chat.members()[0]}.like(chat.message());
    for (const auto& other : {elsewhere.members()[0], unique_user("nobody")}) {
        check_answers(all_calls(chat.message(), chat.id()), other, 403);
    }
    BOOST_TEST(Caller{chat.members()[0]}.likes(chat.message()).state.version == 1U);
}

BOOST_AUTO_TEST_CASE(who_has_left_the_chat_is_forbidden_everything_at_once_and_until_they_are_back) {
    const Chat chat{2};
    const std::string leaver = chat.members()[1];
    Caller caller{leaver};
    BOOST_TEST(caller.like(chat.message()).likes_count == 1U);
    chat.leave(leaver);
    check_answers(all_calls(chat.message(), chat.id()), leaver, 403);
    BOOST_TEST(Caller{chat.members()[0]}.likes(chat.message()).state.version == 1U);
    chat.rejoin(leaver);
    BOOST_TEST(caller.unlike(chat.message()).likes_count == 0U);
}

BOOST_AUTO_TEST_CASE(the_id_of_a_message_names_no_chat_and_that_of_a_chat_no_message) {
    const Chat chat{1};
    check_answers(all_calls(chat.id(), chat.message()), chat.members()[0], 404);
}

BOOST_AUTO_TEST_CASE(a_deleted_message_is_not_found_at_once_by_members_and_others) {
    const Chat chat{1};
    Caller{chat.members()[0]}.like(chat.message());
    delete_message(chat.message());
    for (const auto& user : {chat.members()[0], unique_user("nobody")}) {
        check_answers(calls_about(chat.message()), user, 404);
    }
}

BOOST_AUTO_TEST_CASE(an_address_with_nothing_behind_it_is_not_found) {
    const Chat chat{1};
    const std::string base = "/api/v1/messages/" + chat.message();
    const std::vector<std::string> targets{
        "/index.html",
        "/api",
        "/api/v1/",
        "/api/v1/messages",
        base,
        base + "/",
        base + "/like/",
        base + "/likes/",
        base + "/Like",
        base + "/like%0A",
        base + "/a/like",
        "/api/v1/messages//like",
        "/api/v2/messages/" + chat.message() + "/like",
        base + "/reactions/",
        base + "/reactions/joy/",
        base + "/reactions/joy/users",
        base + "/Reactions",
        base + "/reaction",
        "/api/v1/messages//reactions",
        "/api/v1/messages//reactions/joy",
        "/api/v1/chats",
        "/api/v1/chats/",
        "/api/v1/chats/" + chat.id(),
        "/api/v1/chats/" + chat.id() + "/likes/",
        "/api/v1/chats/" + chat.id() + "/likes/changes/",
        "/api/v1/chats/" + chat.id() + "/likes/change",
        "/api/v1/chats/" + chat.id() + "/likes%0A",
        "/api/v1/chats/" + chat.id() + "/changes",
        "/api/v1/chats//likes",
        "/api/v1/chats//likes/changes",
        "/.problem",
        "/.git/config",
        "/api/v1/../../etc/passwd",
    };
    for (const auto& target : targets) {
        for (const std::string method : {"GET", "POST", "PUT"}) {
            BOOST_TEST_CONTEXT(method << ' ' << target) {
                check_problem(send({method, target}, bearer(chat.members()[0])), 404);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(trace_is_refused_before_anything_else_is_looked_at) {
    const Chat chat{1};
    const auto response = send({"TRACE", like_path(chat.message())}, bearer(chat.members()[0]));
    check_problem(response, 405);
    BOOST_TEST(response.header("allow").has_value());
}

BOOST_AUTO_TEST_CASE(a_failed_call_leaves_no_trace) {
    const Chat chat{1};
    send({"POST", like_path(chat.message())}, bearer(unique_user("nobody")));
    send({"POST", like_path(chat.message())}, bearer_of_stranger(chat.members()[0]));
    send({"PUT", like_path(chat.message())}, bearer(chat.members()[0]));
    send({"PUT", reaction_path(chat.message(), "joy")}, bearer(unique_user("nobody")));
    send({"PUT", reaction_path(chat.message(), "unknown")}, bearer(chat.members()[0]));
    BOOST_TEST(chat.tables().empty());
    BOOST_TEST(chat.outbox_rows() == 0U);
    BOOST_TEST(Caller{chat.members()[0]}.like(chat.message()).version == 1U);
}

BOOST_AUTO_TEST_CASE(answers_name_the_request_and_not_the_versions_of_the_server) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const auto first = caller.post(chat.message());
    const auto second = caller.post(chat.message());
    BOOST_TEST(first.header("x-request-id").value_or("").size() == 32U);
    BOOST_TEST(first.header("x-request-id").value_or("") != second.header("x-request-id").value_or(""));
    BOOST_TEST(first.header("x-content-type-options").value_or("") == "nosniff");
    BOOST_TEST(first.header("server").value_or("") == "nginx");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
