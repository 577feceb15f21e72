#include "service/settings.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::service {
namespace {

config::Config config_with(const std::string& reactions, const std::string& policy) {
    config::Config config;
    config.likes.reactions = reactions;
    config.likes.reaction_policy = policy;
    return config;
}

std::vector<std::string> codes(const std::vector<Reaction>& reactions) {
    std::vector<std::string> codes;
    codes.reserve(reactions.size());
    for (const auto& reaction : reactions) codes.push_back(reaction.code());
    return codes;
}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(the_default_reactions_are_a_catalog) {
    const auto catalog = reaction_catalog({});
    BOOST_TEST(catalog.entries().size() == 5U);
    BOOST_TEST(catalog.emoji_of(Reaction::like()) == "\u2764\uFE0F");
}

BOOST_AUTO_TEST_CASE(the_catalog_is_the_one_that_is_configured) {
    const auto catalog = reaction_catalog(config_with("like=❤,clap=👏", "multiple"));
    BOOST_TEST(catalog.entries().size() == 2U);
    BOOST_TEST(catalog.find("clap").has_value());
    BOOST_CHECK_THROW(reaction_catalog(config_with("clap=👏", "multiple")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_user_may_have_any_number_of_reactions_or_one_of_the_catalog) {
    BOOST_TEST(exclusive_reactions(config_with("like=❤,clap=👏", "multiple")).empty());
    const std::vector<std::string> all{"like", "clap"};
    BOOST_TEST(codes(exclusive_reactions(config_with("like=❤,clap=👏", "unique"))) == all,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_batch_holds_fewer_items_of_more_weight_but_always_one) {
    struct Case {
        std::size_t batch_max;
        std::size_t item_weight;
        std::size_t expected;
    };
    for (const auto& each :
         {Case{64, 1, 64}, Case{64, 16, 4}, Case{63, 16, 3}, Case{16, 16, 1}, Case{15, 16, 1}, Case{1, 16, 1}}) {
        BOOST_TEST_CONTEXT(each.batch_max << " of weight " << each.item_weight) {
            config::Config config;
            config.server.batch_max = each.batch_max;
            BOOST_TEST(lane_settings(config, each.item_weight).limits.batch_max == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_rate_is_the_time_between_two_changes_and_no_rate_is_none) {
    config::Config config;
    config.user_limit = {20, 40};
    BOOST_TEST(user_rate(config).interval.count() == 50'000'000);
    BOOST_TEST(user_rate(config).burst == 40U);
    config.user_limit = {1'000'000, 1};
    BOOST_TEST(user_rate(config).interval.count() == 1000);
    config.user_limit = {0, 1};
    BOOST_TEST(user_rate(config).interval.count() == 0);
}

BOOST_AUTO_TEST_CASE(the_lanes_are_those_of_the_configuration) {
    config::Config config;
    config.server.lanes = 7;
    config.server.queue_max = 8;
    config.server.request_timeout = std::chrono::milliseconds{9};
    const auto settings = lane_settings(config);
    BOOST_TEST(settings.count == 7U);
    BOOST_TEST(settings.limits.queue_max == 8U);
    BOOST_TEST(settings.timeout.count() == 9);
}

BOOST_AUTO_TEST_CASE(reads_of_one_message_have_lanes_of_their_own_number_and_the_same_limits) {
    config::Config config;
    config.server.lanes = 7;
    config.server.read_lanes = 3;
    config.server.batch_max = 5;
    const auto settings = read_lane_settings(config);
    BOOST_TEST(settings.count == 3U);
    BOOST_TEST(settings.limits.batch_max == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::service
