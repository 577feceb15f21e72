#include "endpoints/notices/notices.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "endpoints/cursor.hpp"
#include "notices/queries.hpp"
#include "unit/endpoints/build.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints::notices_test {

using namespace std::chrono_literals;
using namespace likes::endpoints::test;
using likes::test::user;
using likes::test::uuid;
using notices::Change;
using notices::ChangesQuery;
using notices::ChangesView;
using notices::ChangeView;
using notices::Dismiss;
using notices::ListQuery;
using notices::ListView;
using notices::PreferencesChange;
using notices::PreferencesQuery;
using notices::PreferencesView;
using notices::Read;
using notices::See;
using notices::ShownNotice;
using notices::Tell;
using notices::Unread;
using notices::UnreadQuery;

const std::string kPath = "/api/v1/notices";
const std::string kOneNotice = kPath + "/" + kMessage;
const std::string kOfChat = "/api/v1/chats/" + kChat + "/notices/preferences";
const std::string kUnknownNotice = "There is no such notice.";

/// Nobody is refused.
web::UserLimit& no_limit() {
    static web::UserLimit limit{{0ns, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

ShownNotice shown_notice() {
    ShownNotice shown;
    shown.message = uuid(kMessage);
    shown.notice.chat = uuid(kChat);
    shown.notice.sequence = 812;
    shown.notice.raised_sequence = 810;
    shown.notice.raised_at = kLikedAt;
    shown.notice.standing.actors = 5;
    shown.notice.standing.reactions = {{reaction("like"), 4}, {reaction("joy"), 1}};
    shown.notice.new_since_read = 2;
    shown.newest = {{user("ann"), "Ann \"A\" Ä", reaction("like")}, {user("bob"), std::nullopt, reaction("joy")}};
    return shown;
}

/// The same as JSON, without the braces.
const std::string kShown = R"("message_id":"0f8fad5b-d9cb-469f-a165-70867728950e",
    "chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","actors":5,
    "newest":[{"user_id":"ann","name":"Ann \"A\" Ä","reaction":"like"},{"user_id":"bob","name":"bob","reaction":"joy"}],
    "reactions":{"like":4,"joy":1},"new":2,"is_read":false,"raised_at":"2025-10-03T10:00:00Z","sequence":812)";

using NoticeBench = Bench<Notices, notices::View>;

NoticeBench bench_of(OwnRequest good, notices::View view, web::UserLimit& limit = no_limit()) {
    return {Notices{limit}, std::move(view), std::move(good)};
}

NoticeBench list_bench() {
    return bench_of({"GET", kPath}, ListView{{shown_notice()}, 810, {3, false}, 815});
}
NoticeBench changes_bench() {
    ChangesView view;
    view.changes = {shown_notice(), notices::GoneNotice{uuid(9), 815}};
    view.next = 815;
    view.unread = {3, false};
    return bench_of({"GET", kPath + "/changes"}, view);
}
NoticeBench unread_bench() {
    return bench_of({"GET", kPath + "/unread"}, Unread{Unread::kMax, true});
}

ChangeView done() {
    ChangeView view;
    view.is_there = true;
    view.notice = shown_notice();
    view.sequence = 816;
    view.unread = {2, false};
    return view;
}
NoticeBench seen_bench(web::UserLimit& limit = no_limit()) {
    return bench_of({"POST", kPath + "/seen", "", R"({"sequence":812})"}, done(), limit);
}
NoticeBench read_bench(web::UserLimit& limit = no_limit()) {
    return bench_of({"PUT", kOneNotice + "/read"}, done(), limit);
}
NoticeBench dismiss_bench(web::UserLimit& limit = no_limit()) {
    return bench_of({"DELETE", kOneNotice}, done(), limit);
}

PreferencesView preferences_view(notices::Preferences preferences = {}) {
    return {Visibility::kVisible, preferences};
}
NoticeBench preferences_bench(const std::string& method, const std::string& path, const std::string& body = "",
                              web::UserLimit& limit = no_limit()) {
    return bench_of({method, path, "", body}, preferences_view({Tell::kOff, kLikedAt}), limit);
}

/// The one query that was asked.
template <class Query>
Query asked(const NoticeBench& bench) {
    BOOST_REQUIRE(bench.asked.size() == 1U);
    return std::get<Query>(bench.asked[0]);
}

BOOST_AUTO_TEST_SUITE(notices_endpoint)

BOOST_AUTO_TEST_CASE(the_list_is_answered_with_names_and_what_is_unread) {
    expect_json(list_bench().answer(), "{\"notices\":[{" + kShown + R"(}],"next_cursor":")" + format_cursor(810) +
                                           R"(","unread":3,"unread_capped":false,"sequence":815})");
    auto empty = list_bench();
    empty.view = ListView{};
    expect_json(empty.answer(), R"({"notices":[],"next_cursor":null,"unread":0,"unread_capped":false,"sequence":0})");
}

BOOST_AUTO_TEST_CASE(a_page_of_the_list_is_asked_for) {
    struct Case {
        std::string query;
        std::size_t limit;
        bool unread_only = false;
        std::optional<std::uint64_t> before = {};
    };
    for (const auto& [query, limit, unread_only, before] :
         {Case{"", 20}, Case{"limit=1&unread=false", 1}, Case{"limit=100&unread=true", 100, true},
          Case{"cursor=" + format_cursor(810), 20, false, 810}}) {
        BOOST_TEST_CONTEXT(query) {
            auto bench = list_bench();
            BOOST_TEST(bench.answer_query(query).status == 200);
            const auto list = asked<ListQuery>(bench);
            BOOST_TEST((list.reader == user("alice")));
            BOOST_TEST(list.limit == limit);
            BOOST_TEST(list.unread_only == unread_only);
            BOOST_TEST((list.before == before));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_is_answered_400) {
    expect_refused(list_bench(), &OwnRequest::query, {"limit=0", "limit=101"}, 400,
                   "The parameter 'limit' must be a whole number from 1 to 100.");
    expect_refused(list_bench(), &OwnRequest::query, {"unread=", "unread=1", "unread=TRUE"}, 400,
                   "The parameter 'unread' must be true or false.");
    expect_refused(list_bench(), &OwnRequest::query, {"cursor=", "cursor=810"}, 400,
                   "The cursor is not one of this service, or of a state that it no longer has.");
    expect_refused(list_bench(), &OwnRequest::query, {"page=2"}, 400, "The query holds an unknown parameter.");
}

BOOST_AUTO_TEST_CASE(the_changes_are_answered_in_their_order_and_what_is_gone_says_so) {
    auto bench = changes_bench();
    expect_json(bench.answer_query("since=811"), "{\"changes\":[{" + kShown + R"(},
        {"message_id":"00000000-0000-0000-0000-000000000009","withdrawn":true,"sequence":815}],
        "next":815,"more":false,"unread":3,"unread_capped":false})");
    const auto changes = asked<ChangesQuery>(bench);
    BOOST_TEST((changes.reader == user("alice")));
    BOOST_TEST((changes.since == std::optional<std::uint64_t>{811}));
    BOOST_TEST(changes.limit == 50U);
}

BOOST_AUTO_TEST_CASE(without_a_number_the_caller_asks_from_now_on) {
    auto bench = changes_bench();
    BOOST_TEST(bench.answer_query("limit=2").status == 200);
    const auto changes = asked<ChangesQuery>(bench);
    BOOST_TEST(!changes.since.has_value());
    BOOST_TEST(changes.limit == 2U);
}

BOOST_AUTO_TEST_CASE(a_number_that_is_none_or_ahead_of_the_database_is_answered_400) {
    expect_refused(changes_bench(), &OwnRequest::query,
                   {"since=", "since=-1", "since=now", "since=99999999999999999999"}, 400,
                   "The parameter 'since' must be a sequence number.");
    expect_refused(changes_bench(), &OwnRequest::query, {"limit=0", "limit=101"}, 400,
                   "The parameter 'limit' must be a whole number from 1 to 100.");
    auto bench = changes_bench();
    std::get<ChangesView>(bench.view).is_since_ahead = true;
    expect_problem(bench.answer_query("since=900"), 400,
                   "The sequence number 'since' is of a state that the service no longer has.");
}

BOOST_AUTO_TEST_CASE(what_is_unread_is_counted_for_the_caller) {
    auto bench = unread_bench();
    expect_json(bench.answer(), R"({"unread":100,"unread_capped":true})");
    BOOST_TEST((asked<UnreadQuery>(bench).reader == user("alice")));
    expect_refused(unread_bench(), &OwnRequest::query, {"limit=5"}, 400, "The query holds an unknown parameter.");
}

BOOST_AUTO_TEST_CASE(who_holds_an_answer_already_gets_304) {
    expect_304_for_who_holds_it(list_bench());
    expect_304_for_who_holds_it(changes_bench());
    expect_304_for_who_holds_it(unread_bench());
    expect_304_for_who_holds_it(preferences_bench("GET", kPath + "/preferences"));
    expect_304_for_who_holds_it(preferences_bench("GET", kOfChat));
}

BOOST_AUTO_TEST_CASE(who_has_seen_the_list_is_answered_what_is_unread_still) {
    auto bench = seen_bench();
    const auto response = bench.answer();
    expect_json(response, R"({"unread":2,"unread_capped":false,"sequence":816})");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    const auto change = asked<Change>(bench);
    BOOST_TEST((change.recipient == user("alice")));
    BOOST_TEST(std::get<See>(change.what).sequence == 812U);
}

BOOST_AUTO_TEST_CASE(any_number_may_be_seen_and_nothing_else) {
    auto bench = seen_bench();
    for (const std::string number : {"0", "18446744073709551615"}) {
        BOOST_TEST(bench.answer_body("{\"sequence\":" + number + "}").status == 200);
    }
    BOOST_TEST(std::get<See>(std::get<Change>(bench.asked.back()).what).sequence ==
               std::numeric_limits<std::uint64_t>::max());
    expect_refused(
        seen_bench(), &OwnRequest::body,
        {"", "812", "{}", R"({"sequence":-1})", R"({"sequence":1.5})", R"({"sequence":"1"})",
         R"({"sequence":18446744073709551616})", R"({"sequence":1,"more":1})", R"({"sequence":1,"sequence":2})"},
        400, "The body must be {\\\"sequence\\\":…} with the sequence number of what was seen.");
}

BOOST_AUTO_TEST_CASE(a_notice_that_was_read_is_answered_as_an_event_tells_it) {
    auto bench = read_bench();
    expect_json(bench.answer(), "{" + kShown + R"(,"unread":2,"unread_capped":false})");
    const auto change = asked<Change>(bench);
    BOOST_TEST((change.recipient == user("alice")));
    BOOST_TEST((std::get<Read>(change.what).message == uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(a_notice_that_was_dismissed_is_answered_as_gone) {
    auto bench = dismiss_bench();
    expect_json(bench.answer_at(kPath + "/" + kUpperMessage),
                R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","withdrawn":true,"sequence":816,
                    "unread":2,"unread_capped":false})");
    BOOST_TEST((std::get<Dismiss>(asked<Change>(bench).what).message == uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(a_notice_that_is_not_there_is_answered_404) {
    for (auto bench : {read_bench(), dismiss_bench()}) {
        bench.view = ChangeView{};
        expect_problem(bench.answer(), 404, kUnknownNotice);
    }
}

BOOST_AUTO_TEST_CASE(the_settings_that_hold_everywhere_are_answered_with_their_defaults) {
    auto bench = preferences_bench("GET", kPath + "/preferences");
    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z"})");
    const auto query = asked<PreferencesQuery>(bench);
    BOOST_TEST((query.user == user("alice")));
    BOOST_TEST(!query.chat.has_value());
    bench.view = preferences_view();
    expect_json(bench.answer(), R"({"likes":"all","muted_until":null})");
}

BOOST_AUTO_TEST_CASE(the_settings_of_a_chat_are_answered_with_what_is_said_of_it) {
    auto bench = preferences_bench("GET", kOfChat);
    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z"})");
    BOOST_TEST((asked<PreferencesQuery>(bench).chat == uuid(kChat)));
    bench.view = preferences_view();
    expect_json(bench.answer(), R"({"likes":null,"muted_until":null})");
}

BOOST_AUTO_TEST_CASE(settings_are_written_as_a_whole) {
    struct Case {
        std::string body;
        notices::Preferences to;
    };
    constexpr Time kTen{std::chrono::seconds{1'759'485'600}};
    for (const auto& [body, to] : {Case{"{}", {}}, Case{R"({"likes":"all"})", {Tell::kAll, {}}},
                                   Case{R"({"likes":"off","muted_until":null})", {Tell::kOff, {}}},
                                   Case{R"({"muted_until":"2025-10-03T12:00:00.75+02:00"})", {std::nullopt, kTen}}}) {
        for (const auto& path : {kPath + "/preferences", kOfChat}) {
            BOOST_TEST_CONTEXT(path << ' ' << body) {
                auto bench = preferences_bench("PUT", path, body);
                BOOST_TEST(bench.answer().status == 200);
                const auto change = asked<PreferencesChange>(bench);
                BOOST_TEST((change.user == user("alice")));
                BOOST_TEST(change.chat.has_value() == (path == kOfChat));
                BOOST_TEST((change.to == to));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_setting_that_is_wrong_is_named) {
    const std::vector<std::string> bad_times{R"({"muted_until":1})", R"({"muted_until":"tomorrow"})",
                                             R"({"muted_until":"1969-12-31T23:59:59Z"})",
                                             R"({"muted_until":"9999-12-31T23:59:59-00:01"})"};
    for (const auto& path : {kPath + "/preferences", kOfChat}) {
        const auto bench = preferences_bench("PUT", path);
        expect_refused(bench, &OwnRequest::body, bad_times, 400,
                       "The member 'muted_until' must be a date-time of RFC 3339, from 1970 to 9999, or null.");
        expect_refused(bench, &OwnRequest::body, {R"({"push":"all"})"}, 400, "There is no setting 'push'.");
        expect_refused(bench, &OwnRequest::body, {"", "[]", "null", R"({"likes":"all","likes":"off"})"}, 400,
                       "The body must be a JSON object with settings.");
    }
    expect_refused(preferences_bench("PUT", kPath + "/preferences"), &OwnRequest::body,
                   {R"({"likes":null})", R"({"likes":"some"})", R"({"likes":true})"}, 400,
                   "The member 'likes' must be \\\"all\\\" or \\\"off\\\".");
    expect_refused(preferences_bench("PUT", kOfChat), &OwnRequest::body, {R"({"likes":"some"})"}, 400,
                   "The member 'likes' must be \\\"all\\\", \\\"off\\\" or null.");
}

BOOST_AUTO_TEST_CASE(a_chat_may_be_null_where_everywhere_may_not) {
    auto bench = preferences_bench("PUT", kOfChat, R"({"likes":null})");
    BOOST_TEST(bench.answer().status == 200);
    BOOST_TEST((asked<PreferencesChange>(bench).to == notices::Preferences{}));
}

BOOST_AUTO_TEST_CASE(the_settings_of_a_chat_are_forgotten_on_delete) {
    auto bench = preferences_bench("DELETE", kOfChat, "whatever");
    bench.view = preferences_view();
    expect_json(bench.answer(), R"({"likes":null,"muted_until":null})");
    const auto change = asked<PreferencesChange>(bench);
    BOOST_TEST((change.chat == uuid(kChat)));
    BOOST_TEST((change.to == notices::Preferences{}));
}

BOOST_AUTO_TEST_CASE(the_settings_of_a_chat_are_its_members) {
    for (const auto* const method : {"GET", "PUT", "DELETE"}) {
        expect_closed(
            preferences_bench(method, kOfChat, "{}"), "There is no such chat.",
            [](auto& view) -> auto& { return std::get<PreferencesView>(view).visibility; });
    }
}

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_answered_429_and_what_is_refused_anyway_does_not_count) {
    web::UserLimit limit{{60s, 4}, [] { return SteadyTime{}; }, 1};
    BOOST_TEST(seen_bench(limit).answer_body("{}").status == 400);
    BOOST_TEST(read_bench(limit).answer_at(kPath + "/1/read").status == 400);
    BOOST_TEST(seen_bench(limit).answer().status == 200);
    BOOST_TEST(read_bench(limit).answer().status == 200);
    BOOST_TEST(dismiss_bench(limit).answer().status == 200);
    BOOST_TEST(preferences_bench("PUT", kOfChat, "{}", limit).answer().status == 200);
    for (auto bench : {seen_bench(limit), read_bench(limit), dismiss_bench(limit),
                       preferences_bench("PUT", kPath + "/preferences", "{}", limit),
                       preferences_bench("DELETE", kOfChat, "", limit)}) {
        expect_problem(bench.answer(), 429, "Too many calls by this user; try again after the time in Retry-After.");
        BOOST_TEST(bench.asked.empty());
    }
    BOOST_TEST(preferences_bench("GET", kOfChat, "", limit).answer().status == 200);
}

BOOST_AUTO_TEST_CASE(all_of_a_user_is_in_one_lane) {
    auto bench = list_bench();
    bench.answer();
    const auto lane = Notices::lane_hash(bench.asked[0]);
    BOOST_TEST(Notices::lane_hash(Change{user("alice"), Read{uuid(1)}}) == lane);
    BOOST_TEST(Notices::lane_hash(UnreadQuery{user("alice")}) == lane);
    BOOST_TEST(Notices::lane_hash(PreferencesChange{user("alice"), uuid(1), {}}) == lane);
    BOOST_TEST(Notices::lane_hash(UnreadQuery{user("bob")}) != lane);
}

BOOST_AUTO_TEST_CASE(a_path_that_is_none_of_these_is_answered_404_or_400) {
    expect_404_at(list_bench(),
                  {kPath + "/", kPath + "x", "/api/v1/notice", "/api/v1/chats/" + kChat + "/notices", kOfChat + "/"});
    const std::vector<std::string> no_ids{kPath + "/1", kPath + "/read", kPath + "/seen/", kOneNotice + "/"};
    expect_refused(dismiss_bench(), &OwnRequest::path, no_ids, 400, "The message id must be a UUID.");
    expect_refused(read_bench(), &OwnRequest::path, {kPath + "/1/read", kPath + "//read"}, 400,
                   "The message id must be a UUID.");
    expect_refused(preferences_bench("GET", kOfChat), &OwnRequest::path, {"/api/v1/chats/1/notices/preferences"}, 400,
                   "The chat id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(a_method_that_a_path_does_not_know_is_answered_405) {
    struct Case {
        std::string path;
        std::string allowed;
    };
    const std::vector<std::string> all{"GET", "POST", "PUT", "DELETE"};
    for (const auto& [path, allowed] :
         {Case{kPath, "GET"}, Case{kPath + "/changes", "GET"}, Case{kPath + "/unread", "GET"},
          Case{kPath + "/seen", "POST"}, Case{kPath + "/preferences", "GET, PUT"}, Case{kOneNotice + "/read", "PUT"},
          Case{kOneNotice, "DELETE"}, Case{kOfChat, "GET, PUT, DELETE"}}) {
        for (const auto& method : all) {
            if (contains(allowed, method)) continue;
            BOOST_TEST_CONTEXT(method << ' ' << path) {
                auto bench = bench_of({method, path}, ListView{});
                const auto response = bench.answer();
                expect_problem(response, 405, "This resource does not know that method.");
                BOOST_TEST(header(response, "Allow") == allowed);
            }
        }
    }
    auto bench = list_bench();
    BOOST_TEST(header(bench.answer_with(&OwnRequest::method, "PATCH"), "Allow") == "GET, POST, PUT, DELETE");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401) {
    auto bench = list_bench();
    expect_problem(bench.answer_with(&OwnRequest::authorization, ""), 401, "A valid bearer token is needed.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::notices_test
