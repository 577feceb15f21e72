#include "api/demo_endpoint.hpp"

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "unit/api/build.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using namespace likes::api::test;

const Uuid kChat = *Uuid::parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

/// The endpoint over a chat of `transcript`, in which only bob can sign in.
struct Bench {
    http::Response answer(const http::Request& request) const {
        const DemoEndpoint endpoint{
            kChat,
            [](const UserId& who) { return who == user("bob") ? std::optional<std::string>{"a.b.c"} : std::nullopt; },
            authenticate,
            [this](const UserId& reader) {
                BOOST_TEST((reader == user("alice")));
                return transcript;
            }};
        return api::answer(request, endpoint);
    }

    http::Response sign_in(const std::string& body) const {
        auto asking = request("POST", "/demo/token");
        asking.authorization.clear();
        asking.body = body;
        return answer(asking);
    }

    Transcript transcript{ChatVerdict::kFound,
                          {{*Uuid::parse(kMessage), user("carol"), "<b>\"чай\"</b>", Time{1'759'485'600s + 999ms}}}};
};

BOOST_AUTO_TEST_SUITE(demo_endpoint)

BOOST_AUTO_TEST_CASE(a_user_of_the_demo_gets_a_token_that_nobody_keeps) {
    const auto response = Bench{}.sign_in(R"({"user_id":"bob"})");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(same_json(response.body, R"({"token":"a.b.c"})"));
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
}

BOOST_AUTO_TEST_CASE(nobody_else_does) {
    BOOST_TEST(Bench{}.sign_in(R"({"user_id":"alice"})").status == 403);
}

BOOST_AUTO_TEST_CASE(a_body_that_names_no_user_is_told_so) {
    for (const std::string body : {"", "[]", "{}", R"({"user_id":7})", R"({"user_id":""})", R"({"user_id":"a b"})",
                                   R"({"user_id":"bob","user_id":"bob"})", R"({"user_id":"bob","ttl":1})"}) {
        BOOST_TEST_CONTEXT("body: " << body) {
            BOOST_TEST(Bench{}.sign_in(body).status == 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_member_reads_the_messages_as_they_were_written) {
    const auto response = Bench{}.answer(request("GET", "/demo/messages"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(same_json(response.body, R"({"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","messages":[
        {"message_id":")" + kMessage + R"(","sender_id":"carol","body":"<b>\"чай\"</b>",
         "created_at":"2025-10-03T10:00:00Z"}]})"));
}

BOOST_AUTO_TEST_CASE(others_do_not) {
    auto asking = request("GET", "/demo/messages");
    BOOST_TEST((Bench{{ChatVerdict::kNotAMember, {}}}.answer(asking).status) == 403);
    BOOST_TEST((Bench{{ChatVerdict::kNoSuchChat, {}}}.answer(asking).status) == 404);
    asking.authorization = "Bearer mallory";
    BOOST_TEST(Bench{}.answer(asking).status == 401);
}

BOOST_AUTO_TEST_CASE(each_address_knows_one_verb_and_there_is_no_other) {
    BOOST_TEST(Bench{}.answer(request("GET", "/demo/token")).status == 405);
    BOOST_TEST(Bench{}.answer(request("POST", "/demo/messages")).status == 405);
    BOOST_TEST(Bench{}.answer(request("GET", "/demo")).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
