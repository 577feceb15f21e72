#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/json.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

struct Call {
    std::string method;
    std::string target;
};

/// The three calls about one message.
std::vector<Call> calls_about(const std::string& message) {
    return {{"POST", like_path(message)}, {"DELETE", like_path(message)}, {"GET", likes_path(message)}};
}

HttpResponse send(const Call& call, const std::string& authorization) {
    HttpRequest request{call.method, call.target, {}, {}};
    if (!authorization.empty()) request.headers.push_back("Authorization: " + authorization);
    return HttpClient{}.send(request);
}

void check_all_answer(const std::string& message, const std::string& user, int status) {
    for (const auto& call : calls_about(message)) {
        BOOST_TEST_CONTEXT(call.method << ' ' << call.target) {
            check_problem(send(call, bearer(user)), status);
        }
    }
}

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_a_bad_request) {
    const Chat chat{1};
    const std::string& id = chat.message();
    std::string without_dashes = id;
    std::erase(without_dashes, '-');
    const auto with_head = [&](std::string head) { return head.append(id, 1); };
    const std::vector<std::string> wrong_ids{
        "1",
        id.substr(1),
        id + "0",
        without_dashes,
        with_head("{") + "}",
        with_head("%20"),
        id.substr(1) + "%00",
        with_head("g"),
        id + "%0A",
    };
    for (const auto& wrong : wrong_ids) {
        BOOST_TEST_CONTEXT("id: " << wrong) {
            check_all_answer(wrong, chat.members()[0], 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_limit_is_a_whole_number_from_1_to_100) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (const std::string limit : {"1", "2", "99", "100", "%31"}) {
        BOOST_TEST_CONTEXT("limit: " << limit) {
            BOOST_TEST(caller.get(chat.message(), "limit=" + limit).status == 200);
        }
    }
    for (const std::string limit : {"0", "101", "-1", "1.5", "", "ten", "1e1", "0x10", "+5", "%205", "5%20", "5;",
                                    "18446744073709551617", "99999999999999999999999999"}) {
        BOOST_TEST_CONTEXT("limit: " << limit) {
            check_problem(caller.get(chat.message(), "limit=" + limit), 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cursor_that_the_service_did_not_make_is_a_bad_request) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (const std::string cursor :
         {"", "x", "AAAA", "!!!!!!!!!!!", "AAAAAAAAAAA=", "AAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA", "1", "null"}) {
        BOOST_TEST_CONTEXT("cursor: " << cursor) {
            check_problem(caller.get(chat.message(), "cursor=" + cursor), 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_unknown_or_there_twice_is_a_bad_request) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    for (const std::string query : {"page=2", "limit=5&page=2", "Limit=5", "limit", "limit=5&limit=5", "limit=%zz",
                                    "limit=%3", "%", "limit=5&%6Cimit=6"}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            check_problem(caller.get(chat.message(), query), 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_with_a_token_the_answer_is_the_same) {
    const Chat chat{1};
    const std::string user = chat.members()[0];
    const std::string good = bearer(user);
    const std::string none_alg =
        "Bearer eyJhbGciOiJub25lIn0." + good.substr(good.find('.') + 1, good.rfind('.') - good.find('.'));
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"none", ""},
        {"without a token", "Bearer"},
        {"without the scheme", good.substr(7)},
        {"another scheme", "Basic " + good.substr(7)},
        {"garbage", "Bearer garbage"},
        {"three parts of garbage", "Bearer a.b.c"},
        {"expired", bearer(user, std::chrono::seconds{-1})},
        {"signed by a stranger", bearer_of_stranger(user)},
        {"not signed", none_alg},
        {"without its signature", good.substr(0, good.rfind('.') + 1)},
        {"a shorter signature", good.substr(0, good.size() - 4)},
        {"with a tail", good + ".x"},
        {"two of them", good + ", " + good},
        {"very long", "Bearer " + std::string(5000, 'a')},
    };
    for (const auto& call : calls_about(chat.message())) {
        std::string detail;
        for (const auto& [what, authorization] : wrong) {
            BOOST_TEST_CONTEXT(call.method << " with a token that is: " << what) {
                const auto response = send(call, authorization);
                check_problem(response, 401);
                BOOST_TEST(response.header("www-authenticate").value_or("").starts_with("Bearer"));
                const auto body = parse_json(response.body);
                BOOST_TEST(text_of(body, "title") == "Unauthorized");
                if (detail.empty()) detail = text_of(body, "detail");
                BOOST_TEST(text_of(body, "detail") == detail);
            }
        }
        BOOST_TEST(send(call, good).status == 200);
    }
}

BOOST_AUTO_TEST_CASE(without_a_valid_token_nobody_learns_which_messages_there_are) {
    for (const std::string& id : {unique_uuid(), std::string{"no-uuid"}}) {
        for (const auto& call : calls_about(id)) {
            BOOST_TEST_CONTEXT(call.method << ' ' << call.target) {
                check_problem(send(call, {}), 401);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_no_member_of_the_chat_is_forbidden_everything) {
    const Chat chat{1};
    const Chat elsewhere{1};
    Caller{chat.members()[0]}.like(chat.message());
    check_all_answer(chat.message(), elsewhere.members()[0], 403);
    check_all_answer(chat.message(), unique_user("nobody"), 403);
    BOOST_TEST(Caller{chat.members()[0]}.likes(chat.message()).state.version == 1U);
}

BOOST_AUTO_TEST_CASE(who_has_left_the_chat_is_forbidden_everything_at_once_and_until_they_are_back) {
    const Chat chat{2};
    const std::string leaver = chat.members()[1];
    Caller caller{leaver};
    BOOST_TEST(caller.like(chat.message()).likes_count == 1U);
    chat.leave(leaver);
    check_all_answer(chat.message(), leaver, 403);
    BOOST_TEST(Caller{chat.members()[0]}.likes(chat.message()).state.version == 1U);
    chat.rejoin(leaver);
    BOOST_TEST(caller.unlike(chat.message()).likes_count == 0U);
}

BOOST_AUTO_TEST_CASE(a_message_that_is_not_there_is_not_found) {
    const Chat chat{1};
    check_all_answer(unique_uuid(), chat.members()[0], 404);
}

BOOST_AUTO_TEST_CASE(a_deleted_message_is_not_found_at_once_by_members_and_others) {
    const Chat chat{1};
    Caller{chat.members()[0]}.like(chat.message());
    delete_message(chat.message());
    check_all_answer(chat.message(), chat.members()[0], 404);
    check_all_answer(chat.message(), unique_user("nobody"), 404);
}

BOOST_AUTO_TEST_CASE(an_address_with_nothing_behind_it_is_not_found) {
    const Chat chat{1};
    const std::string base = "/api/v1/messages/" + chat.message();
    const std::vector<std::string> targets{
        "/",
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
        "/.problem",
        "/.git/config",
        "/api/v1/../../etc/passwd",
    };
    for (const auto& target : targets) {
        for (const std::string method : {"GET", "POST"}) {
            BOOST_TEST_CONTEXT(method << ' ' << target) {
                check_problem(send({method, target}, bearer(chat.members()[0])), 404);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(another_verb_is_refused_with_the_list_of_those_that_work) {
    const Chat chat{1};
    for (const std::string method : {"GET", "PUT", "PATCH", "OPTIONS", "CONDESCEND"}) {
        BOOST_TEST_CONTEXT(method << " …/like") {
            const auto response = send({method, like_path(chat.message())}, bearer(chat.members()[0]));
            check_problem(response, 405);
            BOOST_TEST(response.header("allow").value_or("") == "POST, DELETE");
        }
    }
    for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
        BOOST_TEST_CONTEXT(method << " …/likes") {
            const auto response = send({method, likes_path(chat.message())}, bearer(chat.members()[0]));
            check_problem(response, 405);
            BOOST_TEST(response.header("allow").value_or("") == "GET");
        }
    }
    BOOST_TEST(summary_row(chat.message()).version == 0U);
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
    BOOST_TEST(rows_of_reactions(chat.message()).empty());
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
