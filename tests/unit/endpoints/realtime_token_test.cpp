#include "endpoints/realtime_token.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::realtime_token_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/realtime/token";
const std::string kOtherChat = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/// With a member `notices` of that value, or none.
std::string body_of(const std::vector<std::string>& chats, const std::string& notices = {}) {
    std::string body;
    for (const auto& chat : chats) body += (body.empty() ? "\"" : ",\"") + chat + "\"";
    return R"({"chat_ids":[)" + body + "]" + (notices.empty() ? "" : R"(,"notices":)" + notices) + "}";
}

/// `count` different chats.
std::vector<std::string> many_chats(std::size_t count) {
    std::vector<std::string> chats;
    for (std::size_t i = 1; i <= count; ++i) chats.push_back(uuid(static_cast<unsigned char>(i)).to_string());
    return chats;
}

Bench<RealtimeToken, std::optional<service::MintedToken>> make_bench() {
    return {{},
            service::MintedToken{"a.b.c", kLikedAt, {"chats/1/events", "chats/2/events"}},
            {.method = "POST", .path = kPath, .body = body_of({kChat})}};
}

BOOST_AUTO_TEST_SUITE(realtime_token)

BOOST_AUTO_TEST_CASE(a_token_is_answered_as_openapi_yaml_has_it_and_never_kept_by_a_cache) {
    expect_json(make_bench().answer(), R"({"token":"a.b.c","expires_at":"2025-10-03T10:00:00Z","username":"alice",
        "websocket_path":"/mqtt","topics":["chats/1/events","chats/2/events"]})",
                "no-store");
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_exactly_the_chats_of_the_body_each_once) {
    auto bench = make_bench();
    bench.answer_body(body_of({kOtherChat, kChat, kUpperChat, kOtherChat}));
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].membership.user == user("alice")));
    BOOST_TEST((bench.asked[0].membership.chats == std::vector{uuid(kOtherChat), uuid(kChat)}));
    BOOST_TEST(!bench.asked[0].notices);
}

BOOST_AUTO_TEST_CASE(one_to_a_hundred_chats_can_be_asked_for) {
    for (const std::size_t count : {1U, 100U}) {
        BOOST_TEST_CONTEXT(count << " chats") {
            auto bench = make_bench();
            BOOST_TEST(bench.answer_body(body_of(many_chats(count))).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST(bench.asked[0].membership.chats.size() == count);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_own_notices_can_be_asked_for_with_none_to_a_hundred_chats) {
    for (const std::size_t count : {0U, 1U, 100U}) {
        for (const bool notices : {true, false}) {
            if (count == 0 && !notices) continue;
            BOOST_TEST_CONTEXT(count << " chats, notices: " << notices) {
                auto bench = make_bench();
                BOOST_TEST(bench.answer_body(body_of(many_chats(count), notices ? "true" : "false")).status == 200);
                BOOST_REQUIRE(bench.asked.size() == 1U);
                BOOST_TEST(bench.asked[0].membership.chats.size() == count);
                BOOST_TEST(bench.asked[0].notices == notices);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_understood_is_answered_400) {
    const std::string id = "\"" + kChat + "\"";
    std::vector<std::string> bodies{"",
                                    "null",
                                    "[" + id + "]",
                                    "{}",
                                    "{",
                                    body_of({kChat}) + " {}",
                                    body_of(many_chats(101)),
                                    R"({"CHAT_IDS":[)" + id + "]}",
                                    R"({"chat_ids":[)" + id + R"(],"surplus":1})",
                                    R"({"notices":true})",
                                    body_of({}, "false"),
                                    body_of({kChat}, "1"),
                                    body_of({kChat}, "null"),
                                    body_of({kChat}, "\"true\""),
                                    body_of({kChat}, "[true]"),
                                    body_of({kChat}, "true,\"notices\":true"),
                                    body_of({kChat}, "true,\"surplus\":1"),
                                    body_of(many_chats(101), "true"),
                                    R"({"chat_ids":[)" + id + R"(],"Notices":true})",
                                    R"({"chat_ids":[)" + id + R"(],"chat_ids":[)" + id + "]}"};
    for (const std::string& chats :
         {std::string{"null"}, std::string{"[]"}, id, std::string{"[1]"}, std::string{"[null]"}, std::string{R"([""])"},
          std::string{R"(["+"])"}, "[" + id + R"(,"chat_uuid"])", "[[" + id + "]]", "[" + id + ",]"}) {
        bodies.push_back(R"({"chat_ids":)" + chats + "}");
    }
    expect_refused(make_bench(), &OwnRequest::body, bodies, 400,
                   "The body must be {\\\"chat_ids\\\":[…]} with 1 to 100 UUIDs; or with 0 to 100 and "
                   "\\\"notices\\\":true beside them.");
}

BOOST_AUTO_TEST_CASE(who_is_not_in_all_of_the_chats_gets_none_of_them) {
    auto bench = make_bench();
    bench.view = std::nullopt;
    expect_problem(bench.answer_body(body_of({kChat, kOtherChat})), 403,
                   "Only members of all these chats may hear them.");
}

BOOST_AUTO_TEST_CASE(another_path_is_answered_404_before_the_body_is_looked_at) {
    auto bench = make_bench();
    bench.good.body = "{";
    expect_404_at(bench, {kPath + "/", "/api/v1/realtime"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::realtime_token_test
