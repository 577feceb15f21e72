#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/calendar.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "direct_store.hpp"
#include "problem.hpp"
#include "store/analytics/activity_reader.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

const std::string kScope = "likes:analytics";
constexpr auto kNobody = "00000000000000000000000000000000";

/// Whoever counts would correct what a case makes up.
struct NobodyCounts {
    StoppedService analytics{"analytics"};
};

sys_days today() {
    return std::chrono::floor<days>(system_now());
}

std::string date(sys_days day) {
    return to_rfc3339(day).substr(0, 10);
}

/// So many reactions were given in that quarter of an hour, and taken back.
struct Row {
    sys_seconds quarter;
    int given = 0;
    int taken_back = 0;
};

/// Writes the numbers of a chat, or of all (kNobody), given by hexadecimal digits. Numbers that are there go.
void write(const std::string& chat, const std::vector<Row>& rows, const std::string& reaction = "like") {
    std::string values;
    for (const auto& [quarter, given, taken_back] : rows) {
        values.append(values.empty() ? "" : ",")
            .append("(x'" + chat + "', " + sql_text(reaction) + ", " +
                    std::to_string(quarter.time_since_epoch() / 15min) + ", " + std::to_string(given) + ", " +
                    std::to_string(taken_back) + ")");
    }
    sql("REPLACE INTO like_quarters (chat_id, reaction, quarter, given, taken_back) VALUES " + values);
}

std::string digits_of(std::string uuid) {
    std::erase(uuid, '-');
    return uuid;
}

std::string path_of(const std::string& chat, const std::string& query) {
    return "/api/v1/chats/" + chat + "/analytics/activity?" + query;
}

/// A call as that user, with that scope, over a connection of its own.
HttpResponse get(const std::string& user, const std::string& target, const std::string& scope = {},
                 std::vector<std::string> headers = {}) {
    headers.push_back("Authorization: " + bearer(user, 1h, scope));
    return HttpClient{}.send({"GET", target, headers, {}});
}

/// A chat with numbers, whose members call one after the other, so that none calls too often.
class CountedChat {
  public:
    explicit CountedChat(const std::vector<Row>& rows) { write(digits_of(id()), rows); }

    const std::string& id() const { return chat_.id(); }
    HttpResponse ask(const std::string& query, const std::vector<std::string>& headers = {}) {
        return get(chat_.members().at(next_++ % chat_.members().size()), path_of(id(), query), {}, headers);
    }

  private:
    Chat chat_{40};
    std::size_t next_ = 0;
};

struct Point {
    std::string start;
    std::uint64_t given;
    std::uint64_t taken_back;
    bool partial;

    bool operator==(const Point&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const Point& point) {
    return stream << point.start << ' ' << point.given << '-' << point.taken_back << (point.partial ? '~' : ' ');
}

using Points = std::vector<Point>;
/// Given and taken back.
using Sum = std::pair<std::uint64_t, std::uint64_t>;

Sum sum_of(const Json& object) {
    return {number_of(object, "given"), number_of(object, "taken_back")};
}

Points points_of(const HttpResponse& response) {
    BOOST_TEST(response.status == 200, response.body);
    const auto body = parse_json(response.body);
    Points points;
    for (const auto& each : member(body, "points").GetArray()) {
        const auto [given, taken_back] = sum_of(each);
        points.push_back({text_of(each, "start"), given, taken_back, flag_of(each, "partial")});
    }
    return points;
}

/// The fields of a table (RFC 4180), read by a parser of this test's own.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
    std::vector<std::vector<std::string>> rows{{""}};
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_quoted) {
            const bool is_escaped = c == '"' && text.substr(i, 2) == "\"\"";
            if (is_escaped) ++i;
            if (c == '"' && !is_escaped) {
                is_quoted = false;
            } else {
                rows.back().back() += c;
            }
        } else if (c == '"') {
            BOOST_TEST(rows.back().back().empty());
            is_quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\r') {
            BOOST_REQUIRE(text.substr(i, 2) == "\r\n");
            ++i;
            rows.push_back({""});
        } else {
            rows.back().back() += c;
        }
    }
    // Behind the last CRLF.
    BOOST_TEST((rows.back() == std::vector<std::string>{""}));
    rows.pop_back();
    return rows;
}

BOOST_AUTO_TEST_SUITE(analytics_activity, *boost::unit_test::fixture<NobodyCounts>())

// -- Activity ---------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_was_given_is_in_the_bucket_of_the_zones_clock_and_the_span_before_is_summed) {
    const auto day = today() - days{30};
    // In Kathmandu, 5:45 ahead, a day begins at 18:15.
    CountedChat chat{{{day - 1h, 3, 1},
                      {day + 18h, 5, 0},
                      {day + 18h + 15min, 7, 2},
                      {day + 42h, 1, 1},
                      {day + 42h + 15min, 100, 50}}};
    const auto asked = date(day + days{1});
    const auto response =
        chat.ask("bucket=day&time_zone=Asia/Kathmandu&from=" + asked + "&to=" + asked + "&reaction=like");
    BOOST_TEST(points_of(response) == (Points{{asked + "T00:00:00+05:45", 8, 3, false}}),
               boost::test_tools::per_element());
    const auto body = parse_json(response.body);
    BOOST_TEST(text_of(body, "chat_id") == chat.id());
    BOOST_TEST(text_of(body, "time_zone") == "Asia/Kathmandu");
    BOOST_TEST(text_of(body, "from") == asked + "T00:00:00+05:45");
    BOOST_TEST(text_of(body, "to") == date(day + days{2}) + "T00:00:00+05:45");
    BOOST_TEST((sum_of(member(body, "totals")) == Sum{8, 3}));
    BOOST_TEST((sum_of(member(body, "previous_totals")) == Sum{8, 1}));
    // By the hour, as many are there.
    const auto hours = points_of(chat.ask("bucket=hour&time_zone=Asia/Kathmandu&from=" + asked + "&to=" + asked));
    BOOST_TEST(hours.size() == 24U);
    BOOST_TEST(hours.front() == (Point{asked + "T00:00:00+05:45", 7, 2, false}));
    BOOST_TEST(hours.back() == (Point{asked + "T23:00:00+05:45", 1, 1, false}));
}

/// The buckets of a zone as Python's zoneinfo has them: by size, where they begin, in order.
class PythonsCalendar {
  public:
    struct Start {
        sys_seconds moment;
        std::string text;
    };

    PythonsCalendar(const std::string& zone, sys_seconds begin, sys_seconds end) {
        const auto seconds = [](sys_seconds moment) { return std::to_string(moment.time_since_epoch().count()); };
        const auto script = (stack().scripts_dir.parent_path() / "tests/unit/analytics/buckets.py").string();
        std::istringstream lines{run({"python3", script, zone, seconds(begin), seconds(end)}).output};
        std::string size;
        std::int64_t moment = 0;
        std::string text;
        while (lines >> size >> moment >> text)
            starts_[size].push_back({sys_seconds{std::chrono::seconds{moment}}, text});
        // The first of each begins where it was cut.
        for (auto& [each, starts] : starts_) starts.erase(starts.begin());
    }

    const std::vector<Start>& days() const { return starts_.at("day"); }

    /// Days on which clocks change, as places in days(); neither of the first or last three.
    std::vector<std::size_t> long_and_short_days() const {
        std::vector<std::size_t> places;
        for (std::size_t i = 3; i + 3 < days().size(); ++i) {
            if (days()[i + 1].moment - days()[i].moment != 24h) places.push_back(i);
        }
        return places;
    }

    /// Where the period is cut into buckets: its begin, and the starts of that size in it.
    std::vector<Start> cuts(const std::string& size, const Start& begin, sys_seconds end) const {
        std::vector<Start> cuts{begin};
        for (const auto& start : starts_.at(size)) {
            if (start.moment > begin.moment && start.moment < end) cuts.push_back(start);
        }
        return cuts;
    }

  private:
    std::map<std::string, std::vector<Start>> starts_;
};

BOOST_AUTO_TEST_CASE(on_the_days_on_which_clocks_change_buckets_are_where_python_has_them_and_count_their_quarters) {
    // Both changes of a year, wherever in it this is; each quarter has a number of its own kind.
    const auto end = today() - days{2};
    const auto begin = end - days{375};
    const auto given = [](sys_seconds quarter) { return 1 + static_cast<int>(quarter.time_since_epoch() / 15min % 7); };
    std::vector<Row> rows;
    for (sys_seconds quarter = begin; quarter < sys_seconds{end}; quarter += 15min)
        rows.push_back({quarter, given(quarter), 0});
    CountedChat chat{rows};
    for (const auto& [zone, changes] : std::map<std::string, std::size_t>{
             {"Asia/Kathmandu", 0}, {"Pacific/Chatham", 2}, {"Australia/Lord_Howe", 2}}) {
        const PythonsCalendar calendar{zone, begin, end};
        auto places = calendar.long_and_short_days();
        BOOST_TEST((changes == 0 ? places.empty() : places.size() >= changes), zone);
        places.push_back(calendar.days().size() / 2);
        for (const auto place : places) {
            for (const auto& [bucket, days_around] :
                 std::map<std::string, std::size_t>{{"hour", 1}, {"day", 2}, {"week", 2}, {"month", 2}}) {
                const auto& first = calendar.days()[place - days_around];
                const auto& last = calendar.days()[place + days_around];
                const auto until = calendar.days()[place + days_around + 1].moment;
                BOOST_TEST_CONTEXT(zone << ' ' << bucket << ' ' << first.text << ' ' << last.text) {
                    const auto points =
                        points_of(chat.ask("bucket=" + bucket + "&time_zone=" + zone +
                                           "&from=" + first.text.substr(0, 10) + "&to=" + last.text.substr(0, 10)));
                    const auto cuts = calendar.cuts(bucket, first, until);
                    BOOST_REQUIRE(points.size() == cuts.size());
                    for (std::size_t i = 0; i < cuts.size(); ++i) {
                        const auto next = i + 1 < cuts.size() ? cuts[i + 1].moment : until;
                        std::uint64_t sum = 0;
                        for (auto quarter = cuts[i].moment; quarter < next; quarter += 15min)
                            sum += static_cast<std::uint64_t>(given(quarter));
                        BOOST_TEST(points[i].start == cuts[i].text);
                        BOOST_TEST(points[i].given == sum);
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_quarter_of_a_period_is_counted_once_in_each_size_of_bucket) {
    const auto begin = today() - days{61};
    std::vector<Row> rows;
    for (int i = 0; i < 60 * 96; ++i) rows.push_back({begin + i * 15min, 1 + i % 3, i % 2});
    CountedChat chat{rows};
    const auto expected = [&](int first_day, int count) {
        Sum sum{0, 0};
        for (int i = first_day * 96; i < (first_day + count) * 96; ++i) {
            sum.first += static_cast<std::uint64_t>(rows[static_cast<std::size_t>(i)].given);
            sum.second += static_cast<std::uint64_t>(rows[static_cast<std::size_t>(i)].taken_back);
        }
        return sum;
    };
    for (const auto& [bucket, count] :
         std::map<std::string, int>{{"quarter", 2}, {"hour", 29}, {"day", 29}, {"week", 29}, {"month", 29}}) {
        BOOST_TEST_CONTEXT(bucket) {
            const int first = 60 - count;
            const auto from = begin + days{first};
            const auto response =
                chat.ask("bucket=" + bucket + "&from=" + date(from) + "&to=" + date(from + days{count - 1}));
            Sum sum{0, 0};
            for (const auto& point : points_of(response)) {
                sum.first += point.given;
                sum.second += point.taken_back;
            }
            const auto body = parse_json(response.body);
            BOOST_TEST((sum == expected(first, count)));
            BOOST_TEST((sum_of(member(body, "totals")) == sum));
            BOOST_TEST((sum_of(member(body, "previous_totals")) == expected(first - count, count)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_and_all_of_them_and_no_numbers_at_all) {
    const auto day = today() - days{3};
    CountedChat chat{{{day, 4, 0}}};
    write(digits_of(chat.id()), {{day, 2, 2}}, "joy");
    write(digits_of(chat.id()), {{day, 6, 2}}, "*");
    const auto query = "from=" + date(day) + "&to=" + date(day);
    for (const auto& [reaction, sum] : std::map<std::string, Sum>{
             {"like", {4, 0}}, {"%E2%9D%A4%EF%B8%8F", {4, 0}}, {"joy", {2, 2}}, {"*", {6, 2}}, {"grinning", {0, 0}}}) {
        const auto body = parse_json(chat.ask(query + "&reaction=" + reaction).body);
        BOOST_TEST((sum_of(member(body, "totals")) == sum), reaction);
    }
}

BOOST_AUTO_TEST_CASE(the_day_that_is_not_over_is_partial_and_ends_with_this_quarter) {
    const auto quarter = std::chrono::floor<std::chrono::minutes>(system_now());
    CountedChat chat{{{std::chrono::floor<days>(quarter) - days{1}, 9, 0}, {sys_seconds{quarter} - 15min, 1, 0}}};
    const auto points = points_of(chat.ask(""));
    BOOST_TEST(points.size() == 7U);
    BOOST_TEST(points.back().partial);
    BOOST_TEST(!points.front().partial);
}

BOOST_AUTO_TEST_CASE(whoever_has_the_scope_sees_every_chat_and_all_of_them_together) {
    const auto day = today() - days{200};
    const Chat chat{1};
    write(digits_of(chat.id()), {{day + 8h, 5, 1}});
    write(kNobody, {{day + 8h, 50, 10}});
    const auto query = "bucket=hour&from=" + date(day) + "&to=" + date(day);
    const auto of_chat = get(unique_user(), path_of(chat.id(), query), "openid " + kScope);
    BOOST_TEST(points_of(of_chat).at(8) == (Point{date(day) + "T08:00:00Z", 5, 1, false}));
    const auto of_all = get(unique_user(), "/api/v1/analytics/activity?" + query, kScope);
    BOOST_TEST(points_of(of_all).at(8) == (Point{date(day) + "T08:00:00Z", 50, 10, false}));
    BOOST_TEST(of_all.body.find("chat_id") == std::string::npos);
    sql("DELETE FROM like_quarters WHERE chat_id = x'" + std::string{kNobody} +
        "' AND quarter = " + std::to_string((sys_seconds{day} + 8h).time_since_epoch() / 15min));
}

BOOST_AUTO_TEST_CASE(what_is_older_than_is_kept_is_left_out_and_not_shown_as_nothing) {
    const auto day = today() - days{30};
    // One of them is of before, and was not folded yet.
    CountedChat chat{{{day - 15min, 1000, 0}, {day, 3, 0}, {day + 24h, 4, 0}}};
    const auto cursor = sql("SELECT at FROM cursors WHERE name = 'quarters_kept'");
    const auto keep_since = [](const std::string& moment) {
        sql("REPLACE INTO cursors (name, at) VALUES ('quarters_kept', " + sql_text(moment) + ")");
    };
    keep_since(to_sql(day));
    const auto cut = chat.ask("from=" + date(day - days{2}) + "&to=" + date(day + days{1}));
    const auto over = chat.ask("from=" + date(day - days{2}) + "&to=" + date(day - days{1}));
    const auto whole = chat.ask("from=" + date(day + days{1}) + "&to=" + date(day + days{1}));
    if (cursor.empty()) {
        sql("DELETE FROM cursors WHERE name = 'quarters_kept'");
    } else {
        keep_since(cursor[0][0]);
    }
    BOOST_TEST(points_of(cut) ==
                   (Points{{date(day) + "T00:00:00Z", 3, 0, false}, {date(day + days{1}) + "T00:00:00Z", 4, 0, false}}),
               boost::test_tools::per_element());
    const auto body = parse_json(cut.body);
    BOOST_TEST(text_of(body, "from") == date(day) + "T00:00:00Z");
    BOOST_TEST(member(body, "previous_totals").IsNull());
    check_problem(over, 400);
    BOOST_TEST((sum_of(member(parse_json(whole.body), "previous_totals")) == Sum{3, 0}));
}

// -- Tables and tags --------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_table_has_the_same_numbers) {
    const auto day = today() - days{30};
    CountedChat chat{{{day + 1h, 3, 1}, {day + 26h, 5, 0}}};
    const auto query = "from=" + date(day) + "&to=" + date(day + days{1}) + "&time_zone=Pacific/Chatham";
    const auto points = points_of(chat.ask(query));
    for (const auto& response : {chat.ask(query + "&format=csv"), chat.ask(query, {"Accept: text/csv"})}) {
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.header("content-type").value_or("") == "text/csv; charset=utf-8");
        BOOST_TEST(response.header("content-disposition").value_or("") ==
                   "attachment; filename=\"activity-" + date(day) + ".csv\"");
        const auto rows = read_csv(response.body);
        BOOST_REQUIRE(rows.size() == 1 + points.size());
        BOOST_TEST((rows[0] == std::vector<std::string>{"start", "given", "taken_back", "partial"}));
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto& [start, given, taken_back, partial] = points[i];
            BOOST_TEST(
                (rows[i + 1] == std::vector<std::string>{start, std::to_string(given), std::to_string(taken_back),
                                                         partial ? "true" : "false"}));
        }
    }
}

BOOST_AUTO_TEST_CASE(who_holds_the_numbers_already_gets_304_until_they_change) {
    const auto day = today() - days{30};
    const auto query = "from=" + date(day) + "&to=" + date(day);
    for (const std::string accept : {"application/json", "text/csv"}) {
        CountedChat chat{{{day, 3, 1}}};
        const auto tag = chat.ask(query, {"Accept: " + accept}).header("etag").value_or("");
        const auto again = [&] { return chat.ask(query, {"Accept: " + accept, "If-None-Match: " + tag}); };
        const auto same = again();
        BOOST_TEST(same.status == 304);
        BOOST_TEST(same.body == "");
        BOOST_TEST(same.header("cache-control").value_or("") == "private, no-cache");
        write(digits_of(chat.id()), {{day, 4, 1}});
        BOOST_TEST(eventually([&] { return again().status == 200; }));
        write(digits_of(chat.id()), {{day, 3, 1}});
        BOOST_TEST(eventually([&] { return again().status == 304; }));
    }
}

// -- Refusals ---------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(whoever_may_not_see_the_numbers_is_told_why) {
    CountedChat chat{{{today() - days{1}, 1, 0}}};
    const Chat members{2};
    const auto path = path_of(chat.id(), "");
    check_problem(HttpClient{}.send({"GET", path, {}, {}}), 401);
    check_problem(get(unique_user(), path), 403);
    check_problem(get(unique_user(), path, "likes:moderate"), 403);
    members.leave(members.members()[0]);
    check_problem(get(members.members()[0], path_of(members.id(), "")), 403);
    for (const std::string target : {"/api/v1/analytics/activity", "/api/v1/analytics/summary"}) {
        const auto response = get(members.members()[1], target);
        check_problem(response, 403);
        BOOST_TEST(response.header("www-authenticate").value_or("") ==
                   "Bearer error=\"insufficient_scope\", scope=\"likes:analytics\"");
    }
    for (const auto& scope : {std::string{}, kScope}) {
        check_problem(get(unique_user(), path_of(unique_uuid(), ""), scope), 404);
        check_problem(get(unique_user(), path_of("00000000-0000-0000-0000-000000000000", ""), scope), 404);
        check_problem(get(unique_user(), path_of("1", ""), scope), 400);
    }
}

BOOST_AUTO_TEST_CASE(what_was_read_a_moment_ago_for_others_is_not_for_who_has_left_or_never_was_there) {
    const Chat chat{2};
    write(digits_of(chat.id()), {{sys_seconds{today() - days{1}}, 1, 0}});
    const auto status = [&](const std::string& user) { return get(user, path_of(chat.id(), "")).status; };
    BOOST_TEST(status(chat.members()[0]) == 200);
    BOOST_TEST(status(chat.members()[1]) == 200);
    chat.leave(chat.members()[0]);
    BOOST_TEST(status(chat.members()[0]) == 403);
    BOOST_TEST(status(unique_user()) == 403);
    BOOST_TEST(status(chat.members()[1]) == 200);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_refused) {
    CountedChat chat{{{today() - days{1}, 1, 0}}};
    for (const std::string query :
         {"bucket=year", "time_zone=Mars/Olympus", "from=x", "to=2025-02-30", "from=2999-01-01", "from=2020-01-01",
          "from=1960-01-01&to=1960-01-02", "format=pdf", "limit=1", "time_zone=../../etc/passwd",
          "bucket=quarter&from=2025-01-01&to=2025-01-03"}) {
        BOOST_TEST_CONTEXT(query) {
            check_problem(chat.ask(query), 400);
        }
    }
    check_problem(chat.ask("reaction=clap"), 422);
    const auto posted = HttpClient{}.send({"POST", path_of(chat.id(), ""), {}, {}});
    check_problem(posted, 405);
    BOOST_TEST(posted.header("allow").value_or("") == "GET, HEAD");
}

BOOST_AUTO_TEST_CASE(whoever_asks_more_than_five_times_a_second_waits) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    std::optional<HttpResponse> refused;
    for (int i = 0; i < 200 && !refused; ++i) {
        auto response = caller.send("GET", path_of(chat.id(), ""));
        if (response.status != 200) refused = std::move(response);
    }
    BOOST_REQUIRE(refused.has_value());
    check_problem(*refused, 429);
    check_retry_after(*refused);
}

BOOST_AUTO_TEST_CASE(an_operator_may_keep_the_numbers_or_have_none) {
    CountedChat chat{{{today() - days{1}, 1, 0}}};
    {
        const HandlersWith kept{{{"LIKES_ANALYTICS_AUDIENCE", "operators"}}, {"analytics_activity"}};
        const auto response = chat.ask("");
        check_problem(response, 403);
        BOOST_TEST(response.headers.contains("www-authenticate"));
        BOOST_TEST(get(unique_user(), path_of(chat.id(), ""), kScope).status == 200);
    }
    {
        const HandlersWith none{{{"LIKES_FEED", ""}}, {"analytics_activity"}};
        check_problem(chat.ask(""), 404);
        check_problem(get(unique_user(), "/api/v1/analytics/summary", kScope), 404);
    }
    BOOST_TEST(chat.ask("").status == 200);
}

// -- Summary ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_summary_is_202_until_people_are_counted_and_says_that_it_is_wanted) {
    const std::string row = "chat_id = x'" + std::string{kNobody} + "' AND kind = 'summary' AND span = '28d'";
    sql("DELETE FROM rankings WHERE " + row);
    const std::string target = "/api/v1/analytics/summary?span=28d";
    const auto first = get(unique_user(), target, kScope);
    BOOST_TEST(first.status == 202);
    BOOST_TEST(first.header("retry-after").value_or("") == "2");
    BOOST_TEST(member(parse_json(first.body), "as_of").IsNull());
    BOOST_TEST(member(parse_json(first.body), "chats").IsNull());
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM rankings WHERE computed_at IS NULL AND " + row) == 1U);

    sql(R"(UPDATE rankings SET computed_at = '2025-10-03 10:00:00.25', wanted_at = '2025-10-03 10:00:00',
                  items = '{"chats":3,"likers":7,"previous":{"chats":2,"likers":null}}' WHERE )" +
        row);
    const auto second = get(unique_user(), target, kScope);
    BOOST_TEST(second.status == 200);
    const auto body = parse_json(second.body);
    BOOST_TEST(text_of(body, "as_of") == "2025-10-03T10:00:00Z");
    BOOST_TEST(number_of(body, "chats") == 3U);
    BOOST_TEST(number_of(body, "likers") == 7U);
    BOOST_TEST(number_of(member(body, "previous"), "chats") == 2U);
    BOOST_TEST(member(member(body, "previous"), "likers").IsNull());
    // It is wanted anew.
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM rankings WHERE wanted_at > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE AND " +
                          row) == 1U);
    const auto tag = second.header("etag").value_or("");
    BOOST_TEST(get(unique_user(), target, kScope, {"If-None-Match: " + tag}).status == 304);
    sql("DELETE FROM rankings WHERE " + row);
}

BOOST_AUTO_TEST_CASE(a_summary_has_what_was_given_in_the_span_and_in_the_one_before) {
    const auto sums = [](const char* from) {
        const auto body = parse_json(get(unique_user(), std::string{"/api/v1/analytics/summary?span=1d"}, kScope).body);
        const auto& span = from == nullptr ? static_cast<const Json&>(body) : member(body, from);
        return std::pair{sum_of(span), sum_of(member(member(span, "by_reaction"), "thumbs_down"))};
    };
    const auto today_before = sums(nullptr);
    const auto yesterday_before = sums("previous");
    const auto add = [](const std::string& reaction, sys_days day, int given) {
        sql("INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back) VALUES (x'" +
            std::string{kNobody} + "', " + sql_text(reaction) + ", " +
            std::to_string(sys_seconds{day}.time_since_epoch() / 15min) + ", " + std::to_string(given) +
            ", 1) ON DUPLICATE KEY UPDATE given = given + VALUES(given), taken_back = taken_back + 1");
    };
    const auto day = today();
    for (const std::string reaction : {"*", "thumbs_down"}) {
        add(reaction, day, 10);
        add(reaction, day - days{1}, 100);
    }
    const auto plus = [](Sum sum, std::uint64_t given) { return Sum{sum.first + given, sum.second + 1}; };
    BOOST_TEST((sums(nullptr) == std::pair{plus(today_before.first, 10), plus(today_before.second, 10)}));
    BOOST_TEST((sums("previous") == std::pair{plus(yesterday_before.first, 100), plus(yesterday_before.second, 100)}));
    for (const std::string reaction : {"*", "thumbs_down"}) {
        sql("UPDATE like_quarters SET given = given - IF(quarter = " +
            std::to_string(sys_seconds{day}.time_since_epoch() / 15min) +
            ", 10, 100), taken_back = taken_back - 1 WHERE chat_id = x'" + kNobody + "' AND reaction = " +
            sql_text(reaction) + " AND quarter IN (" + std::to_string(sys_seconds{day}.time_since_epoch() / 15min) +
            ", " + std::to_string(sys_seconds{day - days{1}}.time_since_epoch() / 15min) + ")");
    }
}

// -- Cost -------------------------------------------------------------------------------------------------------------

/// Rows that the connection has read so far, in whichever way.
std::uint64_t rows_read(database::Session& session) {
    const auto rows = session.query("SHOW SESSION STATUS LIKE 'Handler_read%'");
    std::uint64_t sum = 0;
    while (rows->next()) sum += rows->getUInt64(2);
    return sum;
}

/// Deletes a chat's numbers as it goes, where there are so many that others would be slow.
struct ForgottenNumbers {
    std::string chat;
    ~ForgottenNumbers() { sql("DELETE FROM like_quarters WHERE chat_id = " + sql_id(chat)); }
};

BOOST_AUTO_TEST_CASE(no_question_looks_at_more_than_200000_rows) {
    constexpr std::uint64_t kMost = 200'000;
    const auto utc = analytics::Zone::find("UTC").value();
    const auto now = system_now();
    const Chat chat{1};
    const ForgottenNumbers numbers{chat.id()};
    // Each quarter of 1,000 days, in which everything that may be asked is.
    sql("INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back) SELECT " + sql_id(chat.id()) +
        ", 'like', " + std::to_string(now.time_since_epoch() / 15min) + " - seq, 2, 1 FROM seq_0_to_96000");
    auto session = session_of("insights");
    for (const auto& [bucket, from] : std::map<analytics::BucketSize, int>{{analytics::BucketSize::kQuarter, 1},
                                                                           {analytics::BucketSize::kHour, 30},
                                                                           {analytics::BucketSize::kDay, 99},
                                                                           {analytics::BucketSize::kWeek, 399},
                                                                           {analytics::BucketSize::kMonth, 399}}) {
        const auto first = date(today() - days{from});
        const auto period = analytics::parse_period(first, {}, bucket, utc, now);
        const analytics::ActivityQuery query{{Uuid::parse(chat.id()), UserId::parse(chat.members()[0]).value(), false},
                                             "like",
                                             bucket,
                                             utc,
                                             period,
                                             analytics::buckets_of(period.shown, bucket, utc)};
        session.read([&](database::Session& connection) {
            const auto before = rows_read(connection);
            analytics::RecentActivity nothing;
            const auto view = store::read_activity(connection, query, nothing, {});
            const auto read = rows_read(connection) - before;
            std::uint64_t given = 0;
            for (const auto& each : view.buckets) given += each.given;
            BOOST_TEST_CONTEXT(code_of(bucket) << ": " << read << " rows") {
                BOOST_TEST(given >= static_cast<std::uint64_t>(from) * 96 * 2);
                BOOST_TEST(view.before.given > 0U);
                BOOST_TEST(read > static_cast<std::uint64_t>(from) * 96);
                BOOST_TEST(read <= kMost);
            }
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
