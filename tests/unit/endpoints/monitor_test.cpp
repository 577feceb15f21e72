#include "endpoints/monitor.hpp"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::monitor_test {

using namespace likes::endpoints::test;
using service::MonitorQuery;
using service::Readiness;

Bench<Monitor, service::MonitorView> make_bench(const std::string& path, const Readiness& readiness = {}) {
    return {{}, {readiness, "a_metric 1\n"}, {.method = "GET", .path = path, .authorization = ""}};
}

BOOST_AUTO_TEST_SUITE(monitor)

BOOST_AUTO_TEST_CASE(ready_is_who_can_do_its_work) {
    struct Case {
        Readiness ready;
        int status;
        std::string name;
        std::string parts;
    };
    for (
        const auto& [ready, status, name, parts] :
        {Case{{true, true, true},
              200,
              "ready",
              R"("database":true,"handlers_down":[],"broker":true,"broker_admits_users":true)"},
         Case{{true, false, true},
              200,
              "degraded",
              R"("database":true,"handlers_down":[],"broker":false,"broker_admits_users":true)"},
         Case{{true, true, false},
              200,
              "degraded",
              R"("database":true,"handlers_down":[],"broker":true,"broker_admits_users":false)"},
         Case{{false, true, true},
              503,
              "unready",
              R"("database":false,"handlers_down":[],"broker":true,"broker_admits_users":true)"},
         Case{
             {true, true, true, {"chat_likes", "like_message"}},
             503,
             "unready",
             R"("database":true,"handlers_down":["chat_likes","like_message"],"broker":true,"broker_admits_users":true)"},
         Case{{false, false, false},
              503,
              "unready",
              R"("database":false,"handlers_down":[],"broker":false,"broker_admits_users":false)"}}) {
        BOOST_TEST_CONTEXT(name << ", " << parts) {
            auto bench = make_bench("/readyz", ready);
            const auto response = bench.answer();
            BOOST_TEST((bench.asked == std::vector{MonitorQuery::kReady}));
            BOOST_TEST(response.status == status);
            BOOST_TEST(header(response, "Content-Type") == "application/json");
            BOOST_TEST(header(response, "Cache-Control") == "no-store");
            BOOST_TEST(likes::test::same_json(response.body, R"({"status":")" + name + R"(",)" + parts + "}"));
        }
    }
}

BOOST_AUTO_TEST_CASE(alive_is_who_answers_even_if_nothing_else_does) {
    auto bench = make_bench("/livez");
    expect_json(bench.answer(), R"({"status":"live"})", "no-store");
    BOOST_TEST((bench.asked == std::vector{MonitorQuery::kLive}));
}

BOOST_AUTO_TEST_CASE(each_kind_of_question_has_a_lane_of_its_own) {
    std::set<std::size_t> lanes;
    for (const auto query : {MonitorQuery::kLive, MonitorQuery::kReady, MonitorQuery::kMetrics}) {
        lanes.insert(Monitor::lane_hash(query) % 3);
    }
    BOOST_TEST(lanes.size() == 3U);
}

BOOST_AUTO_TEST_CASE(metrics_have_the_media_type_of_their_format) {
    auto bench = make_bench("/metrics");
    const auto response = bench.answer();
    BOOST_TEST((bench.asked == std::vector{MonitorQuery::kMetrics}));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
    BOOST_TEST(response.body == "a_metric 1\n");
}

BOOST_AUTO_TEST_CASE(there_is_nothing_else) {
    auto bench = make_bench("/metrics");
    expect_404_at(bench, {"/", "/metrics/", "/readyz/x"});
    bench.good.method = "POST";
    expect_problem(bench.answer(), 405, "This resource does not know that method.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::monitor_test
