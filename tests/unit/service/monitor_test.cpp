#include "service/monitor.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/runtime/captured_log.hpp"
#include "unit/runtime/directory.hpp"
#include "unit/runtime/prometheus_text.hpp"

namespace likes::service::monitor_test {

using likes::test::has;
using likes::test::value_of;
using runtime::Counters;
using runtime::test::Directory;
using store::Backlog;
using namespace std::chrono_literals;

constexpr Time kNow{1'795'444'451s};

struct Fixture {
    Fixture() {
        config.database.url = "tcp://127.0.0.1:1";
        config.broker.port = 1;
        config.server.request_timeout = 50ms;
        config.metrics_dir = directory.path();
    }

    const Directory directory;
    /// Of which nothing is there: no database listens, and no broker.
    runtime::Config config;
};

BOOST_FIXTURE_TEST_SUITE(monitor, Fixture)

BOOST_AUTO_TEST_CASE(the_metrics_are_those_of_all_processes_and_of_the_outbox) {
    for (const std::string program : {"like_message", "relay"}) {
        directory.run_process(program, [](Counters& counters) { counters.events_published.add(3); });
    }
    const auto text = metrics_text(directory.path(), Backlogs{{7, kNow - 1500ms}, std::nullopt}, kNow);
    for (const std::string program : {"like_message", "relay"}) {
        const std::string labels = R"({program=")" + program + R"(",process="0"})";
        BOOST_TEST(value_of(text, "chat_likes_events_published_total" + labels) == 3);
    }
    BOOST_TEST(value_of(text, "chat_likes_database_up") == 1);
    BOOST_TEST(value_of(text, "chat_likes_outbox_rows") == 7);
    BOOST_TEST(value_of(text, "chat_likes_outbox_oldest_age_seconds") == 1.5);
    for (const std::string name : {"database_up", "outbox_rows", "outbox_oldest_age_seconds"}) {
        BOOST_TEST(has(text, "# HELP chat_likes_" + name + ' '));
        BOOST_TEST(has(text, "# TYPE chat_likes_" + name + " gauge\n"));
    }
}

BOOST_AUTO_TEST_CASE(what_has_no_rows_or_rows_of_a_clock_ahead_has_no_age) {
    for (const auto& backlog : {Backlog{}, Backlog{1, kNow + 1s}}) {
        const auto text = metrics_text(directory.path(), Backlogs{backlog, backlog}, kNow);
        BOOST_TEST(value_of(text, "chat_likes_outbox_oldest_age_seconds") == 0);
        BOOST_TEST(value_of(text, "chat_likes_analytics_lag_seconds") == 0);
    }
}

BOOST_AUTO_TEST_CASE(the_lag_of_the_analytics_is_told_where_they_are_on_whether_or_not_they_run) {
    const auto off = metrics_text(directory.path(), Backlogs{{7, kNow - 1500ms}, std::nullopt}, kNow);
    BOOST_TEST(!has(off, "chat_likes_analytics"));
    const auto on = metrics_text(directory.path(), Backlogs{{}, Backlog{3, kNow - 2500ms}}, kNow);
    BOOST_TEST(value_of(on, "chat_likes_analytics_feed_rows") == 3);
    BOOST_TEST(value_of(on, "chat_likes_analytics_lag_seconds") == 2.5);
    BOOST_TEST(value_of(on, "chat_likes_outbox_rows") == 0);
}

BOOST_AUTO_TEST_CASE(the_lag_of_the_notices_is_told_where_they_are_on) {
    const auto off = metrics_text(directory.path(), Backlogs{{7, kNow - 1500ms}, std::nullopt}, kNow);
    BOOST_TEST(!has(off, "chat_likes_notice_"));
    const auto on = metrics_text(directory.path(), Backlogs{{}, std::nullopt, Backlog{3, kNow - 2500ms}}, kNow);
    BOOST_TEST(value_of(on, "chat_likes_notice_feed_rows") == 3);
    BOOST_TEST(value_of(on, "chat_likes_notice_lag_seconds") == 2.5);
    BOOST_TEST(!has(on, "chat_likes_analytics_lag_seconds"));
}

BOOST_AUTO_TEST_CASE(what_only_the_database_knows_is_left_out_while_it_does_not_answer) {
    const auto text = metrics_text(directory.path(), std::nullopt, kNow);
    BOOST_TEST(value_of(text, "chat_likes_database_up") == 0);
    BOOST_TEST(!has(text, "chat_likes_outbox"));
}

BOOST_AUTO_TEST_CASE(a_process_is_alive_whatever_is_not_there) {
    Monitor monitor{config, {}};
    const auto view = monitor.answer(MonitorQuery::kLive);
    BOOST_TEST(!view.readiness.database);
    BOOST_TEST(view.metrics.empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_an_answer_and_no_fault) {
    const likes::test::CapturedLog log{"warning"};
    Monitor monitor{config, {}};
    const auto ready = monitor.answer(MonitorQuery::kReady).readiness;
    BOOST_TEST(!ready.database);
    BOOST_TEST(!ready.broker);
    BOOST_TEST(!ready.admits_users);
    const auto text = monitor.answer(MonitorQuery::kMetrics).metrics;
    BOOST_TEST(value_of(text, "chat_likes_database_up") == 0);
    BOOST_TEST(has(log.text(), "the database does not answer"));
}

BOOST_AUTO_TEST_CASE(the_broker_admits_users_when_its_plugin_says_so_and_lives) {
    const likes::test::CapturedLog log{"error"};
    Monitor monitor{config, {}};
    const auto admits_users = [&] { return monitor.answer(MonitorQuery::kReady).readiness.admits_users; };
    directory.run_process("mosquitto", [](Counters& counters) { counters.broker_admits_users.set(1); });
    BOOST_TEST(!admits_users());
    BOOST_REQUIRE(!runtime::open_counters(directory.path(), "mosquitto").has_value());
    BOOST_TEST(!admits_users());
    runtime::counters().broker_admits_users.set(1);
    BOOST_TEST(admits_users());
    // An instance that counts nowhere does not know, and takes it for granted.
    config.metrics_dir.clear();
    Monitor unknowing{config, {"like_message"}};
    BOOST_TEST(unknowing.answer(MonitorQuery::kReady).readiness.admits_users);
    BOOST_TEST(unknowing.answer(MonitorQuery::kReady).readiness.handlers_down.empty());
}

BOOST_AUTO_TEST_CASE(a_handler_is_down_unless_a_process_of_it_is_alive_and_has_started) {
    const likes::test::CapturedLog log{"error"};
    Monitor monitor{config, {"like_message", "chat_likes"}};
    const auto down = [&] { return monitor.answer(MonitorQuery::kReady).readiness.handlers_down; };
    using Names = std::vector<std::string>;
    BOOST_TEST(down() == (Names{"like_message", "chat_likes"}), boost::test_tools::per_element());
    directory.run_process("chat_likes", [](Counters& counters) { counters.serving.set(1); });
    BOOST_REQUIRE(!runtime::open_counters(directory.path(), "like_message").has_value());
    // One has ended, the other has not got as far.
    BOOST_TEST(down() == (Names{"like_message", "chat_likes"}), boost::test_tools::per_element());
    runtime::counters().serving.set(1);
    BOOST_TEST(down() == (Names{"chat_likes"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_kind_of_question_has_a_lane_of_its_own) {
    config.server.lanes = 1;
    const Monitor monitor{config, {}};
    BOOST_TEST(monitor.lanes().count == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::service::monitor_test
