#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

// What goes on in the background may still be at work for an earlier test: of its counters it is asked whether they
// grow, and not by how much.
const std::string kLikes = R"(program="like_message")";
const std::string kOk = R"(code="200")";

BOOST_AUTO_TEST_SUITE(metrics_of_the_instance)

BOOST_AUTO_TEST_CASE(each_request_is_counted_by_handler_and_status_and_timed) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const auto before = metrics();
    caller.like(chat.message());
    caller.like(chat.message());
    caller.get(chat.message());
    BOOST_TEST(caller.post("no-uuid").status == 400);
    const auto after = metrics();
    const auto grown = [&](const std::string& name, const std::vector<std::string>& labels) {
        return sum_of(after, name, labels) - sum_of(before, name, labels);
    };
    BOOST_TEST(grown("chat_likes_requests_total", {kLikes, kOk}) == 2);
    BOOST_TEST(grown("chat_likes_requests_total", {kLikes, R"(code="400")"}) == 1);
    BOOST_TEST(grown("chat_likes_requests_total", {R"(program="message_likes")", kOk}) == 1);
    BOOST_TEST(grown("chat_likes_request_duration_seconds_count", {kLikes}) == 3);
    BOOST_TEST(grown("chat_likes_request_duration_seconds_sum", {kLikes}) > 0);
    BOOST_TEST(grown("chat_likes_batch_requests_sum", {kLikes}) == 2);
    BOOST_TEST(sum_of(after, "chat_likes_lane_queue_requests", {kLikes}) == 0);
    BOOST_TEST(sum_of(after, "chat_likes_database_connections", {kLikes}) > 0);
    BOOST_TEST(sum_of(after, "chat_likes_database_up") == 1);
}

BOOST_AUTO_TEST_CASE(events_and_those_who_hear_them_are_counted) {
    const Chat chat{1};
    const double published = metric("chat_likes_events_published_total", {kLikes});
    const double admitted = metric("chat_likes_broker_admissions_total", {R"(verdict="admitted")"});
    Subscriber phone{chat};
    Caller{chat.members()[0]}.like(chat.message());
    BOOST_TEST(eventually([&] { return metric("chat_likes_events_published_total", {kLikes}) > published; }));
    BOOST_TEST(metric("chat_likes_broker_admissions_total", {R"(verdict="admitted")"}) == admitted + 1);
    BOOST_TEST(eventually([&] { return metric("chat_likes_outbox_rows") == 0; }));
}

BOOST_AUTO_TEST_CASE(a_member_who_leaves_is_counted_when_the_broker_knows) {
    const Chat chat{1};
    // A relay that has just begun tells of everybody again.
    BOOST_REQUIRE(eventually([&] { return metric("chat_likes_revocations_looked_at_timestamp_seconds") > 0; }));
    const double told = metric("chat_likes_revocations_told_total");
    chat.leave(chat.members()[0]);
    BOOST_TEST(eventually([&] { return metric("chat_likes_revocations_told_total") > told; }));
}

BOOST_AUTO_TEST_CASE(killed_processes_lose_no_count_and_their_successors_count_on) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    const double before = metric("chat_likes_requests_total", {kLikes, kOk});
    caller.like(chat.message());
    const auto killed = kill_workers_of("like_message");
    BOOST_TEST(metric("chat_likes_requests_total", {kLikes, kOk}) == before + 1);
    BOOST_TEST(eventually([&] { return caller.post(chat.message()).status == 200; }));
    BOOST_TEST(metric("chat_likes_requests_total", {kLikes, kOk}) == before + 2);
    BOOST_TEST(eventually([&] { return metric("chat_likes_processes", {kLikes}) == static_cast<double>(killed); }));
}

BOOST_AUTO_TEST_CASE(a_broker_that_is_down_is_seen_and_so_is_what_waits_for_it) {
    const Chat chat{1};
    const std::string relay = R"(program="relay")";
    const double relayed = metric("chat_likes_events_relayed_total", {relay});
    {
        StoppedService broker{"mosquitto"};
        BOOST_TEST(eventually([&] { return metric("chat_likes_broker_connections") == 0; }));
        BOOST_TEST(metric("chat_likes_broker_clients") > 0);
        BOOST_TEST(metric("chat_likes_processes", {R"(program="mosquitto")"}) == 0);
        Caller{chat.members()[0]}.like(chat.message());
        BOOST_TEST(eventually([&] { return metric("chat_likes_outbox_rows") >= 1; }));
        BOOST_TEST(eventually([&] { return metric("chat_likes_outbox_oldest_age_seconds") > 0; }));
        broker.start();
    }
    BOOST_TEST(eventually([&] {
        const auto now = metrics();
        return sum_of(now, "chat_likes_broker_connections") == sum_of(now, "chat_likes_broker_clients");
    }));
    BOOST_TEST(eventually([&] { return metric("chat_likes_events_relayed_total", {relay}) > relayed; }));
    BOOST_TEST(eventually([&] { return metric("chat_likes_outbox_rows") == 0; }));
    BOOST_TEST(eventually([&] { return metric("chat_likes_broker_admits_users") == 1; }));
}

BOOST_AUTO_TEST_CASE(what_lost_a_connection_is_tried_again_and_counted) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    caller.like(chat.message());
    const std::vector<std::string> lost{kLikes, R"(error="connection_lost")"};
    const double retries = metric("chat_likes_database_retries_total", lost);
    restart_service("mariadb");
    BOOST_TEST(eventually([&] {
        caller.post(chat.message());
        return metric("chat_likes_database_retries_total", lost) > retries;
    }));
}

BOOST_AUTO_TEST_CASE(promtool_finds_nothing_to_complain_about) {
    const auto result = run({"promtool", "check", "metrics"}, metrics());
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(result.errors == "");
}

BOOST_AUTO_TEST_CASE(only_the_listener_for_the_monitoring_has_them) {
    HttpClient client;
    for (const std::string path : {"/metrics", "/livez", "/readyz"}) {
        BOOST_TEST_CONTEXT(path) {
            check_problem(client.send({"GET", path, {}, {}}), 404);
            check_problem(client.send({"POST", path, {}, {}, stack().monitor_port}), 405);
        }
    }
    check_problem(ask_monitor("/"), 404);
    check_problem(ask_monitor(likes_path(Chat{1}.message())), 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
