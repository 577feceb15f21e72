#include "endpoints/demo.hpp"

#include <chrono>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::demo_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

using DemoBench = Bench<Demo, service::DemoView>;

/// Somebody signs in, and is known.
DemoBench signing_in() {
    return {{},
            {"a.b.c", std::nullopt},
            {.method = "POST", .path = "/demo/token", .body = R"({"user_id":"bob"})", .authorization = ""}};
}

/// Somebody reads the chat, and may.
DemoBench reading() {
    const Post post{uuid(kMessage), user("carol"), "<b>\"чай\"</b>", kLikedAt};
    return {{}, {std::nullopt, Transcript{Visibility::kVisible, {post}}}, {"GET", "/demo/messages"}};
}

BOOST_AUTO_TEST_SUITE(demo)

BOOST_AUTO_TEST_CASE(a_user_of_the_demo_gets_a_token_that_nobody_keeps) {
    auto bench = signing_in();
    expect_json(bench.answer(), R"({"token":"a.b.c"})", "no-store");
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((std::get<service::SignIn>(bench.asked[0]).user == user("bob")));
}

BOOST_AUTO_TEST_CASE(nobody_else_does) {
    auto bench = signing_in();
    bench.view.token = std::nullopt;
    expect_problem(bench.answer(), 403, "That is nobody of the demo.");
}

BOOST_AUTO_TEST_CASE(a_body_that_names_no_user_is_told_so) {
    expect_refused(signing_in(), &OwnRequest::body,
                   {"", "[]", "{}", R"({"user_id":7})", R"({"user_id":"a b"})", R"({"user_id":"bob","user_id":"bob"})",
                    R"({"user_id":"bob","ttl":1})"},
                   400, R"(The body must be {\"user_id\":\"…\"}.)");
}

BOOST_AUTO_TEST_CASE(a_member_reads_the_messages_as_they_were_written) {
    auto bench = reading();
    expect_json(bench.answer(), R"({"chat_id":")" + service::Demo::chat().to_string() + R"(","messages":[
        {"message_id":")" + kMessage +
                                    R"(","sender_id":"carol","body":"<b>\"чай\"</b>",
         "created_at":"2025-10-03T10:00:00Z"}]})");
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST(std::get<service::ReadChat>(bench.asked[0]).authorization == "Bearer alice");
}

BOOST_AUTO_TEST_CASE(others_do_not) {
    auto bench = reading();
    expect_closed(
        bench, "There is no such chat.", [](auto& view) -> auto& { return view.transcript->visibility; });
    bench.view.transcript = std::nullopt;
    expect_problem(bench.answer(), 401, "A valid bearer token is needed.");
}

BOOST_AUTO_TEST_CASE(each_address_knows_one_verb_and_there_is_no_other) {
    auto bench = signing_in();
    bench.good.method = "GET";
    BOOST_TEST(header(bench.answer(), "Allow") == "POST");
    BOOST_TEST(bench.answer_at("/demo").status == 404);
    bench = reading();
    bench.good.method = "POST";
    BOOST_TEST(header(bench.answer(), "Allow") == "GET");
    BOOST_TEST(bench.answer().status == 405);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::demo_test
