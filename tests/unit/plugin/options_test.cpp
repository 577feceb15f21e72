#include "plugin/options.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::plugin::options_test {

using namespace std::chrono_literals;
using Given = std::vector<std::pair<std::string, std::string>>;

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(only_the_key_file_is_required) {
    const auto options = parse_options({{"realtime_jwks_file", "/etc/keys.json"}});
    BOOST_TEST(options.realtime_jwks_file.string() == "/etc/keys.json");
    BOOST_TEST((options.max_token_lifetime == 1h));
    BOOST_TEST(options.backend_publishers.contains("likes_handlers"));
    BOOST_TEST(options.backend_relays.contains("likes_relay"));
    BOOST_TEST(options.backend_notifiers.contains("likes_notifier"));
    BOOST_TEST(options.max_sessions_per_user == 20U);
    BOOST_TEST(options.max_revocations == 1'000'000U);
    BOOST_TEST(options.metrics_dir.empty());
    BOOST_CHECK_THROW(parse_options({}), OptionError);
    BOOST_CHECK_THROW(parse_options({{"realtime_jwks_file", ""}}), OptionError);
}

BOOST_AUTO_TEST_CASE(all_can_be_given) {
    const auto options = parse_options({{"realtime_jwks_file", "k"},
                                        {"max_token_lifetime_seconds", "900"},
                                        {"backend_publisher", "a,b"},
                                        {"backend_relay", "c"},
                                        {"backend_notifier", "d"},
                                        {"max_sessions_per_user", "5"},
                                        {"max_revocations", "6"},
                                        {"metrics_dir", "/run/metrics"}});
    BOOST_TEST((options.max_token_lifetime == 900s));
    BOOST_TEST((options.backend_publishers == std::set<std::string, std::less<>>{"a", "b"}));
    BOOST_TEST((options.backend_relays == std::set<std::string, std::less<>>{"c"}));
    BOOST_TEST((options.backend_notifiers == std::set<std::string, std::less<>>{"d"}));
    BOOST_TEST(options.max_sessions_per_user == 5U);
    BOOST_TEST(options.max_revocations == 6U);
    BOOST_TEST(options.metrics_dir.string() == "/run/metrics");
}

BOOST_AUTO_TEST_CASE(what_is_out_of_bounds_unknown_or_unclear_is_refused) {
    for (const auto& [name, value] : Given{{"max_token_lifetime_seconds", "59"},
                                           {"max_token_lifetime_seconds", "86401"},
                                           {"max_token_lifetime_seconds", "1h"},
                                           {"max_token_lifetime_seconds", " 900"},
                                           {"max_token_lifetime_seconds", ""},
                                           {"max_sessions_per_user", "0"},
                                           {"max_sessions_per_user", "1001"},
                                           {"max_sessions_per_user", "-1"},
                                           {"max_revocations", "0"},
                                           {"max_revocations", "10000001"},
                                           {"backend_publisher", ""},
                                           {"backend_publisher", "a,"},
                                           {"backend_publisher", "a, b"},
                                           {"backend_publisher", "likes_relay"},
                                           {"backend_relay", "#"},
                                           {"backend_relay", "likes_handlers"},
                                           {"backend_relay", "likes_notifier"},
                                           {"backend_notifier", "likes_handlers"},
                                           {"backend_notifier", "likes_relay"},
                                           {"backend_notifier", "a,,b"},
                                           {"realtime_jwks_file", "again"},
                                           {"realtime_jwks", "k"}}) {
        BOOST_TEST_INFO_SCOPE(name << " = " << value);
        BOOST_CHECK_THROW(parse_options({{"realtime_jwks_file", "k"}, {name, value}}), OptionError);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::plugin::options_test
