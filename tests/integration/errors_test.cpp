#include <algorithm>
#include <string>
#include <utility>
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

/// All calls about a chat.
std::vector<Call> calls_about_chat(const std::string& chat) {
    return {{"GET", screen_path(chat, {unique_uuid()})}, {"GET", changes_path(chat)}};
}

std::vector<Call> all_calls(const std::string& message, const std::string& chat) {
    auto calls = calls_about(message);
    for (auto& call : calls_about_chat(chat)) calls.push_back(std::move(call));
    return calls;
}

HttpResponse send(const Call& call, const std::string& authorization) {
    HttpRequest request{call.method, call.target, {}, {}};
    if (!authorization.empty()) request.headers.push_back("Authorization: " + authorization);
    return HttpClient{}.send(request);
}

void check_answers(const std::vector<Call>& calls, const std::string& user, int status) {
    for (const auto& call : calls) {
        BOOST_TEST_CONTEXT(call.method << ' ' << call.target) {
            check_problem(send(call, bearer(user)), status);
        }
    }
}

void check_all_answer(const std::string& message, const std::string& user, int status) {
    check_answers(calls_about(message), user, status);
}

/// The answers to a query behind the path must be a bad request, each of them.
void check_bad_queries(const Chat& chat, const std::string& path, const std::vector<std::string>& queries) {
    Caller caller{chat.members()[0]};
    for (const auto& query : queries) {
        BOOST_TEST_CONTEXT("query: " << query.substr(0, 200)) {
            check_problem(caller.send("GET", path + '?' + query), 400);
        }
    }
}

/// What is no whole number from 1 to 100.
const std::vector<std::string>& wrong_limits() {
    static const std::vector<std::string> limits{
        "0",
        "101",
        "-1",
        "1.5",
        "",
        "ten",
        "1e1",
        "0x10",
        "+5",
        "%205",
        "5%20",
        "5;",
        "18446744073709551617",
        "99999999999999999999999999",
    };
    return limits;
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
            check_answers(all_calls(wrong, wrong), chat.members()[0], 400);
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
    for (const std::string limit : {"1", "100", "%31"}) {
        BOOST_TEST_CONTEXT("limit of changes: " << limit) {
            BOOST_TEST(caller.send("GET", changes_path(chat.id(), "limit=" + limit)).status == 200);
        }
    }
    std::vector<std::string> queries;
    for (const auto& limit : wrong_limits()) queries.push_back("limit=" + limit);
    check_bad_queries(chat, likes_path(chat.message()), queries);
    check_bad_queries(chat, changes_path(chat.id()), queries);
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
    // A cursor of changes has 32 characters, which leave no bits to spare.
    const std::string good = caller.changes(chat.id()).next;
    BOOST_TEST(caller.send("GET", changes_path(chat.id(), "since=" + good)).status == 200);
    check_bad_queries(chat, changes_path(chat.id()),
                      {
                          "since=",
                          "since=x",
                          "since=null",
                          "since=0",
                          "since=AAAAAAAAAAA",
                          "since=" + good.substr(1),
                          "since=" + good.substr(0, good.size() - 1),
                          "since=" + good + "A",
                          "since=" + good + "==",
                          "since=" + good + "%00",
                          "since=%20" + good,
                          "since=" + good.substr(1) + "%2B",
                          "since=" + good.substr(1) + "%2F",
                          "since=2025-10-03T10:00:00Z",
                          "since=" + chat.message(),
                          "since=" + std::string(2000, 'A'),
                      });
    // Nor is one for the other.
    check_bad_queries(chat, likes_path(chat.message()), {"cursor=" + good});
}

BOOST_AUTO_TEST_CASE(the_ids_of_a_screen_are_1_to_100_uuids_with_commas_between) {
    const Chat chat{1};
    const std::string& id = chat.message();
    std::string without_dashes = id;
    std::erase(without_dashes, '-');
    const std::string path = "/api/v1/chats/" + chat.id() + "/likes";
    BOOST_TEST(Caller{chat.members()[0]}.send("GET", path + "?message_ids=" + id + "%2C" + id).status == 200);
    check_problem(Caller{chat.members()[0]}.send("GET", path), 400);
    check_bad_queries(chat, path,
                      {
                          "",
                          "message_ids",
                          "message_ids=",
                          "message_ids=,",
                          "message_ids=,," + id,
                          "message_ids=" + id + ',',
                          "message_ids=," + id,
                          "message_ids=" + id + ",," + id,
                          "message_ids=" + id + ",%20" + id,
                          "message_ids=" + id + '+' + id,
                          "message_ids=" + id + ';' + id,
                          "message_ids=" + id + ",x",
                          "message_ids=" + id + '0',
                          "message_ids=" + id.substr(1),
                          "message_ids=" + without_dashes,
                          "message_ids=" + id + "%00",
                          "message_ids=%7B" + id + "%7D",
                          "message_ids=%5B%22" + id + "%22%5D",
                          "message_ids=" + id + "%22,%22",
                          "message_ids=" + id + "&message_ids=" + id,
                          "message_ids=" + id + "&limit=5",
                          "message_id=" + id,
                          "Message_ids=" + id,
                          "message_ids=" + id + ",%ZZ",
                          "message_ids=" + std::string(3000, ','),
                      });
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
    const std::string since = "since=" + caller.changes(chat.id()).next;
    check_bad_queries(chat, changes_path(chat.id()),
                      {"page=2", "cursor=AAAAAAAAAAA", "Since=x", "since", since + '&' + since,
                       since + "&limit=5&limit=5", since + "&message_ids=" + chat.message(), "since=%ZZ", "%"});
    check_bad_queries(chat, reactions_path(chat.message()), {"limit=5", "reaction=joy", "%"});
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
    for (const auto& call : all_calls(chat.message(), chat.id())) {
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
        for (const auto& call : all_calls(id, id)) {
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

BOOST_AUTO_TEST_CASE(a_message_or_a_chat_that_is_not_there_is_not_found) {
    const Chat chat{1};
    check_answers(all_calls(unique_uuid(), unique_uuid()), chat.members()[0], 404);
    // Neither is one the id of the other.
    check_answers(all_calls(chat.id(), chat.message()), chat.members()[0], 404);
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

BOOST_AUTO_TEST_CASE(another_verb_is_refused_with_the_list_of_those_that_work) {
    const Chat chat{1};
    const std::vector<std::pair<std::string, std::vector<std::string>>> verbs{
        {like_path(chat.message()), {"POST", "DELETE"}},
        {likes_path(chat.message()), {"GET"}},
        {reaction_path(chat.message(), "joy"), {"PUT", "DELETE"}},
        // Whatever the reaction is.
        {reaction_path(chat.message(), percent_encoded("❤️")), {"PUT", "DELETE"}},
        {reaction_path(chat.message(), "unknown"), {"PUT", "DELETE"}},
        {reactions_path(chat.message()), {"GET"}},
        {screen_path(chat.id(), chat.messages()), {"GET"}},
        {changes_path(chat.id()), {"GET"}},
    };
    for (const auto& [target, known] : verbs) {
        std::string allow;
        for (const auto& verb : known) allow += (allow.empty() ? "" : ", ") + verb;
        for (const std::string method : {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONDESCEND"}) {
            if (std::find(known.begin(), known.end(), method) != known.end()) continue;
            BOOST_TEST_CONTEXT(method << ' ' << target) {
                const auto response = send({method, target}, bearer(chat.members()[0]));
                check_problem(response, 405);
                BOOST_TEST(response.header("allow").value_or("") == allow);
            }
        }
    }
    BOOST_TEST(chat.tables().empty());
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
