#include "api/monitor_endpoint.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "unit/api/build.hpp"

namespace likes::api {
namespace {

using namespace likes::api::test;
using likes::test::same_json;

MonitorEndpoint endpoint(Readiness ready) {
    return {[ready] { return ready; }, [] { return std::string{"a_metric 1\n"}; }};
}

BOOST_AUTO_TEST_SUITE(monitor_endpoint)

BOOST_AUTO_TEST_CASE(ready_is_who_can_do_its_work) {
    struct Case {
        Readiness ready;
        int status;
        std::string body;
    };
    const std::vector<Case> cases{
        {{true, true, true}, 200, R"({"status":"ready","database":true,"broker":true,"broker_admits_users":true})"},
        {{true, false, true},
         200,
         R"({"status":"degraded","database":true,"broker":false,"broker_admits_users":true})"},
        {{true, true, false},
         200,
         R"({"status":"degraded","database":true,"broker":true,"broker_admits_users":false})"},
        {{false, true, true}, 503, R"({"status":"unready","database":false,"broker":true,"broker_admits_users":true})"},
        {{false, false, false},
         503,
         R"({"status":"unready","database":false,"broker":false,"broker_admits_users":false})"},
    };
    for (const auto& [ready, status, body] : cases) {
        BOOST_TEST_CONTEXT(body) {
            const auto response = endpoint(ready)(request("GET", "/readyz"));
            BOOST_TEST(response.status == status);
            BOOST_TEST(header(response, "Content-Type") == "application/json");
            BOOST_TEST(header(response, "Cache-Control") == "no-store");
            BOOST_TEST(same_json(response.body, body));
        }
    }
}

BOOST_AUTO_TEST_CASE(alive_asks_nobody_else) {
    const MonitorEndpoint alone{[]() -> Readiness { throw std::logic_error{"asked"}; },
                                []() -> std::string { throw std::logic_error{"asked"}; }};
    const auto response = alone(request("GET", "/livez"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(same_json(response.body, R"({"status":"live"})"));
}

BOOST_AUTO_TEST_CASE(metrics_have_the_media_type_of_their_format) {
    const auto response = endpoint({})(request("GET", "/metrics"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    BOOST_TEST(response.body == "a_metric 1\n");
}

BOOST_AUTO_TEST_CASE(there_is_nothing_else) {
    const Endpoint asked = endpoint({});
    expect_problem(api::answer(request("GET", "/"), asked), 404, "Not Found", "There is nothing here.");
    expect_problem(api::answer(request("POST", "/metrics"), asked), 405, "Method Not Allowed",
                   "This resource does not know that method.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
