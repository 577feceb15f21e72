#include "service/settings.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "likes/event.hpp"
#include "runtime/config.hpp"
#include "store/feed_rows.hpp"
#include "unit/base/scratch_file.hpp"
#include "web/connections.hpp"

namespace likes::service::settings_test {

runtime::Config config_with(const std::string& reactions, const std::string& policy) {
    runtime::Config config;
    config.likes.reactions = reactions;
    config.likes.reaction_policy = policy;
    return config;
}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(the_catalog_is_the_one_that_is_configured) {
    BOOST_TEST(reaction_catalog({}).entries().size() == 5U);
    const auto catalog = reaction_catalog(config_with("like=❤,clap=👏", "multiple"));
    BOOST_TEST(catalog.entries().size() == 2U);
    BOOST_TEST(catalog.find("clap").has_value());
    BOOST_CHECK_THROW(reaction_catalog(config_with("clap=👏", "multiple")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_user_may_have_any_number_of_reactions_or_one_of_the_catalog) {
    BOOST_TEST(exclusive_reactions(config_with("like=❤,clap=👏", "multiple")).empty());
    const std::vector<Reaction> all{Reaction::like(), Reaction::parse("clap").value()};
    BOOST_TEST((exclusive_reactions(config_with("like=❤,clap=👏", "unique")) == all));
}

BOOST_AUTO_TEST_CASE(each_consumer_that_is_configured_is_fed_once_and_no_two_feeds_make_the_same_ids) {
    BOOST_TEST(feed({}).consumers.empty());
    runtime::Config config;
    config.feed = {"analytics", "analytics"};
    const auto one = feed(config);
    const auto other = feed(config);
    BOOST_TEST((one.consumers == store::FeedConsumers{"analytics"}));
    BOOST_TEST(one.random() != other.random());
    const auto before = system_now();
    BOOST_TEST((one.clock() >= before));
}

BOOST_AUTO_TEST_CASE(a_batch_holds_fewer_items_of_more_weight_but_always_one) {
    struct Case {
        std::size_t batch_max;
        std::size_t item_weight;
        std::size_t expected;
    };
    for (const auto& each :
         {Case{64, 1, 64}, Case{64, 16, 4}, Case{63, 16, 3}, Case{16, 16, 1}, Case{15, 16, 1}, Case{1, 16, 1}}) {
        BOOST_TEST_INFO_SCOPE(each.batch_max << " of weight " << each.item_weight);
        runtime::Config config;
        config.server.batch_max = each.batch_max;
        BOOST_TEST(lane_settings(config, each.item_weight).limits.batch_max == each.expected);
    }
}

BOOST_AUTO_TEST_CASE(the_largest_batch_that_can_be_configured_is_the_largest_for_which_events_have_room) {
    const auto parse = [](std::size_t batch_max) {
        return runtime::parse("handler", "", {"--batch-max=" + std::to_string(batch_max)}, {});
    };
    BOOST_TEST(parse(kBatchChangesMax).server.batch_max == kBatchChangesMax);
    BOOST_CHECK_THROW(parse(kBatchChangesMax + 1), runtime::Exit);
}

BOOST_AUTO_TEST_CASE(a_rate_is_the_time_between_two_changes_and_no_rate_is_none) {
    runtime::Config config;
    for (const auto& [per_second, interval] : {std::pair{20U, 50'000'000}, {1'000'000U, 1000}, {0U, 0}}) {
        config.user_limit = {per_second, 40};
        BOOST_TEST(user_rate(config).interval.count() == interval);
        BOOST_TEST(user_rate(config).burst == 40U);
    }
}

BOOST_AUTO_TEST_CASE(a_lane_has_room_for_every_request_that_a_process_serves_at_the_same_time) {
    BOOST_TEST(lane_settings({}).limits.queue_max >= web::ConnectionsSettings{}.requests_max);
}

BOOST_AUTO_TEST_CASE(the_lanes_are_those_of_the_configuration_and_one_with_the_same_limits_for_reads_of_one_message) {
    runtime::Config config;
    config.server.lanes = 7;
    config.server.batch_max = 5;
    config.server.request_timeout = std::chrono::milliseconds{9};
    BOOST_TEST(lane_settings(config).count == 7U);
    BOOST_TEST(one_lane_settings(config).count == 1U);
    for (const auto& limits : {lane_settings(config).limits, one_lane_settings(config).limits}) {
        BOOST_TEST(limits.batch_max == 5U);
        BOOST_TEST(limits.patience.count() == 9);
    }
}

BOOST_AUTO_TEST_CASE(the_writer_waits_between_two_events_and_keeps_as_many_likers_as_is_configured) {
    runtime::Config config;
    config.likes.events_per_second = 10;
    config.likes.liked_by_max = 42;
    BOOST_TEST(event_interval(config).count() == 100'000);
    BOOST_TEST(recent_likers_limit(config).liked_by_max == 42U);
    BOOST_TEST(writer_settings(config).event_interval.count() == 100'000);
    BOOST_TEST(writer_settings(config).recent_limit.liked_by_max == 42U);
}

BOOST_AUTO_TEST_CASE(the_numbers_are_for_members_unless_they_are_kept_for_operators_or_nothing_is_counted) {
    using analytics::Audience;
    runtime::Config config;
    BOOST_TEST((analytics_audience(config) == Audience::kNobody));
    config.feed = {"analytics"};
    BOOST_TEST((analytics_audience(config) == Audience::kMembers));
    config.analytics.audience = "operators";
    BOOST_TEST((analytics_audience(config) == Audience::kOperators));
    config.feed.clear();
    BOOST_TEST((analytics_audience(config) == Audience::kNobody));
    BOOST_TEST(analytics_rate().interval.count() == 200'000'000);
    BOOST_TEST(analytics_rate().burst == 30U);
}

BOOST_AUTO_TEST_CASE(a_session_has_the_password_of_its_file_and_tries_as_long_as_a_request_may_wait) {
    const test::ScratchFile file;
    file.write("a password\n");
    runtime::Config config;
    config.server.request_timeout = std::chrono::milliseconds{123};
    BOOST_TEST(session_settings(config).password.empty());
    BOOST_TEST(broker_settings(config).password.empty());
    config.database.password_file = file.path();
    config.broker.password_file = file.path();
    const auto settings = session_settings(config);
    BOOST_TEST(settings.patience.count() == 123);
    BOOST_TEST(settings.url == config.database.url);
    BOOST_TEST(settings.database == config.database.name);
    BOOST_TEST(settings.user == config.database.user);
    BOOST_TEST(settings.password == "a password");
    BOOST_TEST(broker_settings(config).password == "a password");
    std::filesystem::remove(file.path());
    BOOST_CHECK_THROW(session_settings(config), std::runtime_error);
    BOOST_CHECK_THROW(broker_settings(config), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(without_a_key_file_there_is_no_authenticator) {
    BOOST_CHECK_THROW(make_authenticator({}), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::service::settings_test
