#include "endpoints/analytics/activity.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::activity_test {

using namespace std::chrono_literals;
using analytics::ActivityAnswer;
using analytics::ActivityQuery;
using analytics::ActivityView;
using analytics::Audience;
using analytics::SummaryQuery;
using analytics::SummaryView;
using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kOfChat = "/api/v1/chats/" + kChat + "/analytics/activity";
const std::string kOfAll = "/api/v1/analytics/activity";
const std::string kSummary = "/api/v1/analytics/summary";

Time at(const std::string& rfc3339) {
    return parse_rfc3339(rfc3339).value();
}

/// A Wednesday.
const Time kNow = at("2025-10-15T10:20:30Z");

/// Refuses nobody.
web::UserLimit& no_limit() {
    static web::UserLimit limit{{0ns, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

Activity endpoint(Audience audience = Audience::kMembers, web::UserLimit& limit = no_limit()) {
    return {audience, catalog(), limit, [] { return kNow; }};
}

/// Of up to twenty buckets, the first of which has numbers.
ActivityView some_activity() {
    ActivityView view{Visibility::kVisible, {kNow, {}, at("2025-09-01T00:00:01Z")}, {}, {18, 3}};
    view.buckets.resize(20);
    view.buckets.front() = {5, 2};
    return view;
}

Bench<Activity, ActivityAnswer> make_bench() {
    return {endpoint(), some_activity(), {"GET", kOfChat, "from=2025-10-12&to=2025-10-13&time_zone=Europe%2FBerlin"}};
}

SummaryView a_week() {
    return {{kNow, {}, at("2025-09-01T00:00:00Z")},
            {{"*", {30, 4}, {20, 2}}, {"like", {25, 4}, {20, 2}}, {"joy", {5, 0}, {0, 0}}},
            analytics::People{3, 7, 2, {}},
            at("2025-10-15T10:19:59.5Z")};
}

Bench<Activity, ActivityAnswer> make_summary() {
    return {endpoint(), a_week(), {"GET", kSummary, "", "", kOperator}};
}

const ActivityQuery& asked_activity(const Bench<Activity, ActivityAnswer>& bench) {
    return std::get<ActivityQuery>(bench.asked.at(0));
}

BOOST_AUTO_TEST_SUITE(activity_endpoint)

BOOST_AUTO_TEST_CASE(the_activity_of_a_chat_is_answered_as_openapi_yaml_has_it) {
    expect_json(make_bench().answer(), R"({"chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","reaction":"like",
        "bucket":"day","time_zone":"Europe/Berlin","from":"2025-10-12T00:00:00+02:00","to":"2025-10-14T00:00:00+02:00",
        "complete_since":"2025-09-01T00:15:00Z",
        "points":[{"start":"2025-10-12T00:00:00+02:00","given":5,"taken_back":2,"partial":false},
                  {"start":"2025-10-13T00:00:00+02:00","given":0,"taken_back":0,"partial":false}],
        "totals":{"given":5,"taken_back":2},"previous_totals":{"given":18,"taken_back":3},
        "as_of":"2025-10-15T10:20:30Z"})");
}

BOOST_AUTO_TEST_CASE(that_of_all_chats_names_none) {
    auto bench = make_bench();
    bench.good.path = kOfAll;
    bench.good.authorization = kOperator;
    const auto response = bench.answer();
    BOOST_TEST(response.status == 200);
    BOOST_TEST(!contains(response.body, "chat_id"));
    BOOST_TEST(!asked_activity(bench).subject.chat.has_value());
}

BOOST_AUTO_TEST_CASE(a_query_says_the_buckets_and_unless_it_does_they_are_the_last_seven_days_of_utc) {
    auto bench = make_bench();
    bench.answer_query("");
    const auto& usual = asked_activity(bench);
    BOOST_TEST((usual.subject.chat == uuid(kChat)));
    BOOST_TEST((usual.subject.reader == user("alice")));
    BOOST_TEST(!usual.subject.sees_all);
    BOOST_TEST(usual.reaction == "like");
    BOOST_TEST((usual.size == analytics::BucketSize::kDay));
    BOOST_TEST(usual.zone.name() == "UTC");
    BOOST_TEST((usual.period.shown.begin == at("2025-10-09T00:00:00Z")));
    BOOST_TEST((usual.period.shown.end == at("2025-10-15T10:30:00Z")));
    BOOST_TEST(usual.buckets.size() == 7U);

    bench.asked.clear();
    bench.answer_query("bucket=hour&time_zone=Asia/Kathmandu&reaction=*&from=2025-10-15T00:00:00%2B05:45");
    const auto& asked = asked_activity(bench);
    BOOST_TEST(asked.reaction == "*");
    BOOST_TEST((asked.period.shown.begin == at("2025-10-14T18:15:00Z")));
    BOOST_TEST(asked.buckets.size() == 17U);
}

BOOST_AUTO_TEST_CASE(a_reaction_is_named_by_its_code_or_its_emoji_and_is_one_of_those_there_are) {
    for (const auto& [name, code] : std::vector<std::pair<std::string, std::string>>{
             {"joy", "joy"}, {"%F0%9F%98%82", "joy"}, {"thumbs_up", "thumbs_up"}, {"*", "*"}, {"%2A", "*"}}) {
        auto bench = make_bench();
        bench.answer_query("reaction=" + name);
        BOOST_TEST(asked_activity(bench).reaction == code);
    }
    expect_refused(make_bench(), &OwnRequest::query, {"reaction=clap", "reaction=", "reaction=**", "reaction='"}, 422,
                   "This reaction is not one of those that may be used here.");
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_answered_400_with_the_reason) {
    const auto bench = make_bench();
    const auto query = &OwnRequest::query;
    expect_refused(bench, query, {"bucket=", "bucket=Day", "bucket=year"}, 400,
                   "The parameter 'bucket' must be quarter, hour, day, week or month.");
    expect_refused(bench, query,
                   {"time_zone=", "time_zone=Mars", "time_zone=localtime", "time_zone=%2B02:00",
                    "time_zone=" + std::string(1000, 'x')},
                   400, "The parameter 'time_zone' must be a name of the IANA database, such as UTC.");
    expect_refused(bench, query, {"from=2025-10-14&to=2025-10-13"}, 400, "The parameter 'from' must be before 'to'.");
    expect_refused(bench, query, {"from=2024-10-14"}, 400,
                   "With buckets of a day the period must not be longer than 100 days.");
    expect_refused(bench, query, {"format=xml"}, 400, "The parameter 'format' must be json or csv.");
    expect_refused(bench, query, {"span=7d", "limit=1"}, 400, "The query holds an unknown parameter.");
    expect_refused(bench, query, {"bucket=day&bucket=day"}, 400, "The query holds the parameter 'bucket' twice.");
}

BOOST_AUTO_TEST_CASE(what_is_not_over_and_what_is_cut_is_partial) {
    auto bench = make_bench();
    bench.good.query = "from=2025-10-14T12:00:00Z";
    const auto response = bench.answer();
    BOOST_TEST(contains(response.body, R"("to":"2025-10-15T10:30:00Z")"));
    BOOST_TEST(contains(response.body, R"({"start":"2025-10-14T12:00:00Z","given":5,"taken_back":2,"partial":true})"));
    BOOST_TEST(contains(response.body, R"({"start":"2025-10-15T00:00:00Z","given":0,"taken_back":0,"partial":true})"));
}

BOOST_AUTO_TEST_CASE(what_is_older_than_is_kept_is_not_shown_as_if_nobody_had_reacted) {
    auto view = some_activity();
    const auto body = [&](const std::string& kept_since) {
        auto bench = make_bench();
        view.reach.kept_since = at(kept_since);
        bench.view = view;
        return bench.answer().body;
    };
    // Of the days before.
    for (const std::string kept : {"1970-01-01T00:00:00Z", "2025-10-09T22:00:00Z"})
        BOOST_TEST(contains(body(kept), R"("previous_totals":{"given":18)"));
    BOOST_TEST(contains(body("2025-10-09T22:00:01Z"), R"("previous_totals":null)"));
    // Of the first day, some.
    const auto cut = body("2025-10-12T03:50:00Z");
    BOOST_TEST(contains(cut, R"("from":"2025-10-12T06:00:00+02:00")"));
    BOOST_TEST(contains(cut, R"("complete_since":"2025-10-12T04:00:00Z")"));
    BOOST_TEST(contains(cut, R"([{"start":"2025-10-12T06:00:00+02:00","given":5,"taken_back":2,"partial":true},)"));
    // All of it.
    const auto second = body("2025-10-12T22:00:00Z");
    BOOST_TEST(contains(second, R"("points":[{"start":"2025-10-13T00:00:00+02:00","given":0)"));
    BOOST_TEST(contains(second, R"("totals":{"given":0,"taken_back":0})"));
    // Of both days.
    auto bench = make_bench();
    view.reach.kept_since = at("2025-10-13T22:00:00Z");
    bench.view = view;
    expect_problem(bench.answer(), 400,
                   "Numbers of that time are not kept any more; the oldest are of 2025-10-13T22:00:00Z.");
}

BOOST_AUTO_TEST_CASE(before_anybody_counts_nothing_is_complete) {
    auto view = some_activity();
    view.reach.counted_since = {};
    auto bench = make_bench();
    bench.view = view;
    BOOST_TEST(contains(bench.answer().body, R"("complete_since":null)"));
}

BOOST_AUTO_TEST_CASE(csv_has_a_row_for_each_bucket) {
    for (const bool by_header : {true, false}) {
        auto bench = make_bench();
        bench.good.accept = by_header ? "text/csv" : "application/json";
        if (!by_header) bench.good.query += "&format=csv";
        const auto response = bench.answer();
        BOOST_TEST(response.status == 200);
        BOOST_TEST(header(response, "Content-Type") == "text/csv; charset=utf-8");
        BOOST_TEST(header(response, "Content-Disposition") == "attachment; filename=\"activity-2025-10-12.csv\"");
        BOOST_TEST(header(response, "Vary") == "Accept");
        BOOST_TEST(response.body ==
                   "start,given,taken_back,partial\r\n2025-10-12T00:00:00+02:00,5,2,false\r\n"
                   "2025-10-13T00:00:00+02:00,0,0,false\r\n");
    }
}

BOOST_AUTO_TEST_CASE(who_holds_the_same_numbers_gets_304_however_old_they_are) {
    for (const std::string accept : {"", "text/csv"}) {
        auto bench = make_bench();
        bench.good.accept = accept;
        expect_304_for_who_holds_it(bench);
        const auto tag = header(bench.answer(), "ETag");
        auto view = some_activity();
        view.reach.as_of += 1h;
        bench.view = view;
        BOOST_TEST(bench.answer_with(&OwnRequest::if_none_match, tag).status == 304);
        view.buckets[0].given = 6;
        bench.view = view;
        BOOST_TEST(bench.answer_with(&OwnRequest::if_none_match, tag).status == 200);
    }
}

BOOST_AUTO_TEST_CASE(questions_about_one_chat_share_a_lane_whoever_asks) {
    auto bench = make_bench();
    bench.answer();
    auto query = asked_activity(bench);
    const auto lane = Activity::lane_hash(query);
    query.subject.reader = user("bob");
    BOOST_TEST(Activity::lane_hash(query) == lane);
    query.subject.chat = uuid(1);
    BOOST_TEST(Activity::lane_hash(query) != lane);
}

BOOST_AUTO_TEST_CASE(a_chat_that_is_not_there_is_404_and_one_that_is_not_the_callers_403) {
    auto bench = make_bench();
    bench.good.if_none_match = "*";
    bench.view = ActivityView{Visibility::kNotFound, {}, {}, {}};
    expect_problem(bench.answer(), 404, "There is no such chat.");
    bench.view = ActivityView{Visibility::kNotAMember, {}, {}, {}};
    expect_problem(bench.answer(), 403,
                   "Only members of the chat and tokens with the scope likes:analytics may see its numbers.");
}

BOOST_AUTO_TEST_CASE(what_nobody_may_see_is_refused_before_anything_else_is_looked_at) {
    auto bench = make_bench();
    bench.good.query = "surplus=1";
    bench.good.path = kOfAll;
    expect_problem(bench.answer(), 403, "The token must have the scope likes:analytics.");
    BOOST_TEST(header(bench.answer(), "WWW-Authenticate") ==
               "Bearer error=\"insufficient_scope\", scope=\"likes:analytics\"");
    bench.endpoint = endpoint(Audience::kNobody);
    expect_problem(bench.answer(), 404, "Nothing is counted here.");
}

BOOST_AUTO_TEST_CASE(another_path_is_404) {
    auto bench = make_bench();
    bench.good.authorization = kOperator;
    expect_404_at(bench, {kOfChat + "/x", "/api/v1/chats/" + kChat + "/analytics/summary",
                          "/api/v1/chats/" + kChat + "/analytics/", "/api/v1/analytics/", "/api/v1/analytics/users",
                          "/api/v1/analytics/activity/"});
}

BOOST_AUTO_TEST_CASE(who_asks_too_often_waits_and_a_call_that_is_refused_does_not_count) {
    SteadyTime now{};
    web::UserLimit limit{{200ms, 5}, [&] { return now; }, 1};
    auto bench = make_bench();
    bench.endpoint = endpoint(Audience::kMembers, limit);
    for (int i = 0; i < 10; ++i) BOOST_TEST(bench.answer_at(kOfAll).status == 403);
    for (int i = 0; i < 5; ++i) BOOST_TEST(bench.answer().status == 200);
    const auto response = bench.answer();
    expect_problem(response, 429, "Too many calls by this user; try again after the time in Retry-After.");
    BOOST_TEST(header(response, "Retry-After") == "1");
    now += 200ms;
    BOOST_TEST(bench.answer().status == 200);
}

// -- Summary ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_summary_is_answered_as_openapi_yaml_has_it) {
    expect_json(make_summary().answer(), R"({"span":"7d","from":"2025-10-09T00:00:00Z","as_of":"2025-10-15T10:19:59Z",
        "complete_since":"2025-09-01T00:00:00Z","chats":3,"likers":7,"given":30,"taken_back":4,
        "by_reaction":{"like":{"given":25,"taken_back":4},"thumbs_up":{"given":0,"taken_back":0},
                       "joy":{"given":5,"taken_back":0}},
        "previous":{"chats":2,"likers":null,"given":20,"taken_back":2,
                    "by_reaction":{"like":{"given":20,"taken_back":2},"thumbs_up":{"given":0,"taken_back":0},
                                   "joy":{"given":0,"taken_back":0}}}})");
}

BOOST_AUTO_TEST_CASE(a_summary_is_of_one_seven_or_twenty_eight_days_and_of_as_many_before) {
    for (const auto& [code, begin, previous] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"1d", "2025-10-15T00:00:00Z", "2025-10-14T00:00:00Z"},
             {"7d", "2025-10-09T00:00:00Z", "2025-10-02T00:00:00Z"},
             {"28d", "2025-09-18T00:00:00Z", "2025-08-21T00:00:00Z"}}) {
        auto bench = make_summary();
        BOOST_TEST(bench.answer_query("span=" + code).status == 200);
        const auto& asked = std::get<SummaryQuery>(bench.asked.at(0));
        BOOST_TEST((asked.current.begin == at(begin)));
        BOOST_TEST((asked.current.end == at("2025-10-16T00:00:00Z")));
        BOOST_TEST((asked.previous.begin == at(previous)));
        BOOST_TEST((asked.previous.end == asked.current.begin));
        BOOST_TEST((asked.reactions == std::vector<std::string>{"like", "thumbs_up", "joy"}));
    }
    expect_refused(make_summary(), &OwnRequest::query, {"span=", "span=all", "span=2d"}, 400,
                   "The parameter 'span' must be 1d, 7d or 28d.");
    expect_refused(make_summary(), &OwnRequest::query, {"bucket=day", "reaction=like"}, 400,
                   "The query holds an unknown parameter.");
}

BOOST_AUTO_TEST_CASE(until_people_are_counted_the_answer_is_202_and_says_when_to_ask_again) {
    auto view = a_week();
    view.people = {};
    auto bench = make_summary();
    bench.view = view;
    bench.good.if_none_match = "*";
    const auto response = bench.answer();
    BOOST_TEST(response.status == 202);
    BOOST_TEST(header(response, "Retry-After") == "2");
    BOOST_TEST(header(response, "ETag") == "(not there)");
    BOOST_TEST(contains(response.body, R"("as_of":null)"));
    BOOST_TEST(contains(response.body, R"("chats":null,"likers":null,"given":30,"taken_back":4)"));
    bench.good.query = "format=csv";
    const auto csv = bench.answer();
    BOOST_TEST(csv.status == 202);
    BOOST_TEST(contains(csv.body, "measure,reaction,value,previous\r\nchats,,,\r\nlikers,,,\r\ngiven,*,30,20\r\n"));
}

BOOST_AUTO_TEST_CASE(a_span_before_that_is_not_all_kept_is_not_compared) {
    auto view = a_week();
    view.reach.kept_since = at("2025-10-02T00:00:01Z");
    auto bench = make_summary();
    bench.view = view;
    BOOST_TEST(contains(bench.answer().body,
                        R"("previous":{"chats":2,"likers":null,"given":null,"taken_back":null,"by_reaction":{}})"));
    BOOST_TEST(contains(bench.answer_query("format=csv").body, "\r\ngiven,*,30,\r\ntaken_back,*,4,\r\n"));
}

BOOST_AUTO_TEST_CASE(a_summary_as_csv_has_a_row_for_each_number) {
    auto bench = make_summary();
    const auto response = bench.answer_with(&OwnRequest::accept, "text/csv");
    BOOST_TEST(header(response, "Content-Disposition") == "attachment; filename=\"summary-7d.csv\"");
    BOOST_TEST(response.body ==
               "measure,reaction,value,previous\r\nchats,,3,2\r\nlikers,,7,\r\ngiven,*,30,20\r\ntaken_back,*,4,2\r\n"
               "given,like,25,20\r\ntaken_back,like,4,2\r\ngiven,thumbs_up,0,0\r\ntaken_back,thumbs_up,0,0\r\n"
               "given,joy,5,0\r\ntaken_back,joy,0,0\r\n");
}

BOOST_AUTO_TEST_CASE(who_holds_the_summary_already_gets_304) {
    expect_304_for_who_holds_it(make_summary());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::activity_test
