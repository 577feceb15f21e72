#include "runtime/config.hpp"

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/base/scratch_file.hpp"

namespace likes::runtime::config_test {

Config parse(std::vector<std::string> arguments) {
    return runtime::parse("a_program", "A description.", std::move(arguments));
}

/// What Exit says: its code and its text. Nullopt if the arguments are accepted.
struct Refusal {
    int exit_code;
    std::string text;
};

std::optional<Refusal> refusal(std::vector<std::string> arguments) {
    try {
        parse(std::move(arguments));
        return std::nullopt;
    } catch (const Exit& exit) {
        return Refusal{exit.exit_code(), exit.what()};
    }
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// `--db-url` as the environment calls it.
std::string environment_name(const std::string& option) {
    std::string name = "LIKES_";
    for (const char c : option) name += c == '-' ? '_' : static_cast<char>(c - ('a' <= c && c <= 'z' ? 'a' - 'A' : 0));
    return name;
}

// NOLINTBEGIN(concurrency-mt-unsafe): one thread
/// A variable of the environment for as long as the object lives.
class Variable {
  public:
    Variable(std::string name, const std::string& value) : name_{std::move(name)} {
        ::setenv(name_.c_str(), value.c_str(), 1);
    }
    ~Variable() { ::unsetenv(name_.c_str()); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    std::string name_;
};
// NOLINTEND(concurrency-mt-unsafe)

struct Number {
    std::string option;
    long long min;
    long long max;
    long long fallback;
    std::function<long long(const Config&)> read;
};

template <class T>
long long as_number(T value) {
    return static_cast<long long>(value);
}

/// Each option that takes a number.
const std::vector<Number> kNumbers{
    {"mqtt-port", 1, 65535, 1883, [](auto& c) { return as_number(c.broker.port); }},
    {"token-max-bytes", 1024, 16'384, 8192, [](auto& c) { return as_number(c.auth.token_max_bytes); }},
    {"user-changes-per-second", 0, 1'000'000, 20, [](auto& c) { return as_number(c.user_limit.changes_per_second); }},
    {"user-changes-burst", 1, 1'000'000, 40, [](auto& c) { return as_number(c.user_limit.changes_burst); }},
    {"lanes", 1, 64, 2, [](auto& c) { return as_number(c.server.lanes); }},
    {"batch-max", 1, 256, 64, [](auto& c) { return as_number(c.server.batch_max); }},
    {"request-timeout-ms", 50, 60'000, 1500, [](auto& c) { return as_number(c.server.request_timeout.count()); }},
    {"liked-by-max", 10, 500, 100, [](auto& c) { return as_number(c.likes.liked_by_max); }},
    {"events-per-second", 1, 1000, 10, [](auto& c) { return as_number(c.likes.events_per_second); }},
    {"relay-interval-ms", 10, 60'000, 500, [](auto& c) { return as_number(c.relay.interval.count()); }},
    {"relay-min-age-ms", 0, 600'000, 3000, [](auto& c) { return as_number(c.relay.min_age.count()); }},
    {"audit-interval-ms", 0, 3'600'000, 1000, [](auto& c) { return as_number(c.relay.audit_interval.count()); }},
    {"realtime-token-lifetime-seconds", 60, 86'400, 900,
     [](auto& c) { return as_number(c.realtime.token_lifetime.count()); }},
    {"analytics-changes-per-second", 100, 100'000, 3000,
     [](auto& c) { return as_number(c.analytics.changes_per_second); }},
    {"analytics-retention-days", 8, 3660, 400, [](auto& c) { return as_number(c.analytics.retention_days); }},
    {"analytics-user-days", 29, 400, 35, [](auto& c) { return as_number(c.analytics.user_days); }},
    {"analytics-inline-messages", 0, 20'000, 2000, [](auto& c) { return as_number(c.analytics.inline_messages); }},
    {"analytics-ranking-seconds", 5, 86'400, 60, [](auto& c) { return as_number(c.analytics.ranking_age.count()); }},
    {"analytics-duty-percent", 1, 50, 10, [](auto& c) { return as_number(c.analytics.duty_percent); }},
    {"notice-retention-days", 7, 3660, 90, [](auto& c) { return as_number(c.notices.retention_days); }},
    {"notice-max-per-user", 100, 10'000, 1000, [](auto& c) { return as_number(c.notices.max_per_user); }},
    {"notice-duty-percent", 1, 100, 20, [](auto& c) { return as_number(c.notices.duty_percent); }},
};

/// As an option has it.
std::string list_of(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : ",") + word;
    return list;
}

struct Text {
    std::string option;
    std::string value;
    std::string fallback;
    std::function<std::string(const Config&)> read;
};

/// Each option that takes a text, a path, a list, or whether it is so.
const std::vector<Text> kTexts{
    {"db-url", "unix:///run/db.sock", "tcp://127.0.0.1:3307", [](auto& c) { return c.database.url; }},
    {"db-name", "other", "likes", [](auto& c) { return c.database.name; }},
    {"db-user", "other", "likes_handlers", [](auto& c) { return c.database.user; }},
    {"db-password-file", "/a/file", "", [](auto& c) { return c.database.password_file.string(); }},
    {"mqtt-host", "broker.example", "127.0.0.1", [](auto& c) { return c.broker.host; }},
    {"mqtt-user", "other", "", [](auto& c) { return c.broker.user; }},
    {"mqtt-password-file", "/a/file", "", [](auto& c) { return c.broker.password_file.string(); }},
    {"jwks-file", "/a/file", "", [](auto& c) { return c.auth.jwks_file.string(); }},
    {"jwt-issuer", "https://login.example/", "", [](auto& c) { return c.auth.issuer; }},
    {"jwt-audience", "chat", "", [](auto& c) { return c.auth.audience; }},
    {"reactions", "like=❤️,clap=👏", "like=❤️,grinning=😀,joy=😂,thumbs_up=👍,thumbs_down=👎",
     [](auto& c) { return c.likes.reactions; }},
    {"reaction-policy", "unique", "multiple", [](auto& c) { return c.likes.reaction_policy; }},
    {"realtime-jwks-file", "/a/file", "", [](auto& c) { return c.realtime.jwks_file.string(); }},
    {"feed", "analytics,notices", "", [](auto& c) { return list_of(c.feed); }},
    {"analytics-audience", "operators", "members", [](auto& c) { return c.analytics.audience; }},
    {"analytics-rank-users", "false", "true",
     [](auto& c) { return std::string{c.analytics.rank_users ? "true" : "false"}; }},
    {"metrics-dir", "/a/directory", "", [](auto& c) { return c.metrics_dir.string(); }},
    {"log-level", "debug", "info", [](auto& c) { return c.log_level; }},
};

/// Each option of version 0.1 that is a constant now.
const std::vector<std::string> kRetired{"threads",
                                        "read-lanes",
                                        "queue-max",
                                        "token-cache-max-entries",
                                        "db-connect-timeout-seconds",
                                        "db-read-timeout-seconds",
                                        "db-lock-wait-timeout-seconds",
                                        "mqtt-keepalive-seconds",
                                        "relay-batch-rows",
                                        "relay-lease-seconds",
                                        "audit-rows",
                                        "revocation-interval-ms"};

/// No test sees what the developer's shell has set.
struct CleanEnvironment {
    CleanEnvironment() {
        // NOLINTBEGIN(concurrency-mt-unsafe): one thread
        for (const auto& each : kNumbers) ::unsetenv(environment_name(each.option).c_str());
        for (const auto& each : kTexts) ::unsetenv(environment_name(each.option).c_str());
        // NOLINTEND(concurrency-mt-unsafe)
    }

    const likes::test::ScratchFile file;
};

BOOST_FIXTURE_TEST_SUITE(config, CleanEnvironment)

BOOST_AUTO_TEST_CASE(what_nobody_sets_has_its_default) {
    const auto check = [config = parse({})](const auto& table) {
        for (const auto& each : table) {
            BOOST_TEST_INFO_SCOPE(each.option);
            BOOST_TEST(each.read(config) == each.fallback);
        }
    };
    check(kNumbers);
    check(kTexts);
}

BOOST_AUTO_TEST_CASE(a_number_out_of_its_bounds_or_that_is_none_ends_the_program_wherever_it_stands) {
    for (const auto& each : kNumbers) {
        for (const std::string& value : {std::to_string(each.min - 1), std::to_string(each.max + 1), std::string{"-1"},
                                         std::string{"99999999999999999999"}, std::string{"many"}, std::string{"10s"},
                                         std::string{"10.5"}, std::string{}}) {
            BOOST_TEST_INFO_SCOPE(each.option << " = '" << value << "'");
            const auto refused = refusal({"--" + each.option + "=" + value});
            BOOST_REQUIRE(refused.has_value());
            BOOST_TEST(refused->exit_code == 2);
            BOOST_TEST(contains(refused->text, "a_program: "));
            BOOST_TEST(contains(refused->text, "--" + each.option));
            if (value.empty()) continue;  // A variable that is set to nothing is not set.
            file.write(each.option + " = " + value + "\n");
            BOOST_TEST(refusal({"--config", file.path()}).has_value());
            const Variable variable{environment_name(each.option), value};
            BOOST_TEST(refusal({}).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(each_text_is_taken_from_every_source) {
    for (const auto& each : kTexts) {
        BOOST_TEST_INFO_SCOPE(each.option);
        BOOST_TEST(each.read(parse({"--" + each.option, each.value})) == each.value);
        BOOST_TEST(each.read(parse({"--" + each.option + "=" + each.value})) == each.value);
        file.write(each.option + " = \"" + each.value + "\"\n");
        BOOST_TEST(each.read(parse({"--config", file.path()})) == each.value);
        const Variable variable{environment_name(each.option), each.value};
        BOOST_TEST(each.read(parse({})) == each.value);
    }
}

BOOST_AUTO_TEST_CASE(each_number_is_taken_from_every_source_and_its_bounds_belong_to_it) {
    for (const auto& each : kNumbers) {
        for (const long long value : {each.min, each.max}) {
            BOOST_TEST_INFO_SCOPE(each.option << " = " << value);
            BOOST_TEST(each.read(parse({"--" + each.option, std::to_string(value)})) == value);
            file.write(each.option + " = " + std::to_string(value) + "\n");
            BOOST_TEST(each.read(parse({"--config", file.path()})) == value);
            const Variable variable{environment_name(each.option), std::to_string(value)};
            BOOST_TEST(each.read(parse({})) == value);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_command_line_wins_over_the_environment_and_that_over_the_file) {
    file.write("liked-by-max = 13\nlanes = 13\nbatch-max = 13\n");
    const Variable liked_by_max{"LIKES_LIKED_BY_MAX", "12"};
    const Variable lanes{"LIKES_LANES", "12"};
    const auto config = parse({"--liked-by-max", "11", "--config", file.path()});
    BOOST_TEST(config.likes.liked_by_max == 11U);
    BOOST_TEST(config.server.lanes == 12U);
    BOOST_TEST(config.server.batch_max == 13U);
}

BOOST_AUTO_TEST_CASE(what_is_overruled_is_not_even_read) {
    file.write("lanes = 0\n");
    const Variable lanes{"LIKES_LANES", "many"};
    BOOST_TEST(parse({"--lanes", "1", "--config", file.path()}).server.lanes == 1U);
    BOOST_TEST(parse({"--lanes=1", "--config", file.path()}).server.lanes == 1U);
    BOOST_TEST(refusal({"--config", file.path()}).has_value());
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_set_to_nothing_is_not_set) {
    const Variable lanes{"LIKES_LANES", ""};
    const Variable name{"LIKES_DB_NAME", ""};
    const auto config = parse({});
    BOOST_TEST(config.server.lanes == 2U);
    BOOST_TEST(config.database.name == "likes");
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_nobody_and_a_word_may_stand_in_it_twice) {
    BOOST_TEST(list_of(parse({"--feed", "analytics,analytics"}).feed) == "analytics,analytics");
    file.write("feed = \"\"\n");
    BOOST_TEST(parse({"--config", file.path()}).feed.empty());
    BOOST_TEST(list_of(parse({"--config", file.path(), "--feed", "analytics"}).feed) == "analytics");
}

BOOST_AUTO_TEST_CASE(what_is_so_or_not_may_be_written_without_quotes) {
    file.write("analytics-rank-users = false\n");
    BOOST_TEST(!parse({"--config", file.path()}).analytics.rank_users);
    file.write("analytics-rank-users = true\n");
    BOOST_TEST(parse({"--config", file.path()}).analytics.rank_users);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_or_given_twice_ends_the_program) {
    const std::vector<std::vector<std::string>> wrong{
        {"--lane", "1"},
        {"--lanes"},
        {"--lanes", "1", "--lanes", "2"},
        {"-l", "1"},
        {"surplus"},
        {"--config"},
        {"--config", "/no/such/file"},
        {"--log-level", "verbose"},
        {"--log-level", "INFO"},
        {"--log-level="},
        {"--reaction-policy", "any"},
        {"--reaction-policy", "Unique"},
        {"--reaction-policy", "multiple,unique"},
        {"--reaction-policy="},
        {"--feed", "others"},
        {"--feed", "analytics,others"},
        {"--feed", "analytics,"},
        {"--feed", ","},
        {"--feed", "Analytics"},
        {"--feed", "analytics", "analytics"},
        {"--feed"},
        {"--analytics-audience", "everybody"},
        {"--analytics-audience="},
        {"--analytics-rank-users", "maybe"},
        {"--analytics-rank-users", "1"},
        {"--analytics-rank-users="},
        {"--analytics-rank-users"},
    };
    for (const auto& arguments : wrong) {
        BOOST_TEST_INFO_SCOPE("arguments: " << arguments.front());
        const auto refused = refusal(arguments);
        BOOST_REQUIRE(refused.has_value());
        BOOST_TEST(refused->exit_code == 2);
        BOOST_TEST(contains(refused->text, "a_program --help"));
    }
    for (const std::string text :
         {"lane = 1\n", "[server]\nlanes = 1\n", "lanes = 1\nsurplus = 2\n", "reaction-policy = \"any\"\n",
          "feed = \"others\"\n", "feed = \"analytics,others\"\n", "analytics-rank-users = 2\n"}) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        file.write(text);
        const auto refused = refusal({"--config", file.path()});
        BOOST_REQUIRE(refused.has_value());
        BOOST_TEST(refused->exit_code == 2);
    }
}

BOOST_AUTO_TEST_CASE(help_is_no_failure_and_names_each_option_with_its_variable_and_its_default) {
    const auto help = refusal({"--help"});
    BOOST_REQUIRE(help.has_value());
    BOOST_TEST(help->exit_code == EXIT_SUCCESS);
    for (const std::string part : {"A description.", "a_program", "--config"}) BOOST_TEST(contains(help->text, part));
    std::size_t options = 0;
    for (auto at = help->text.find("(Env:"); at != std::string::npos; at = help->text.find("(Env:", at + 1)) ++options;
    BOOST_TEST(options == kNumbers.size() + kTexts.size(), "these tables hold every option there is");
    const auto names = [&](const auto& table) {
        for (const auto& each : table) {
            BOOST_TEST(contains(help->text, "--" + each.option + " "), each.option);
            BOOST_TEST(contains(help->text, "(Env:" + environment_name(each.option) + ")"), each.option);
        }
    };
    names(kNumbers);
    names(kTexts);
    for (const auto& each : kNumbers) {
        const auto bounds = std::to_string(each.min) + " - " + std::to_string(each.max);
        BOOST_TEST(contains(help->text, "in [" + bounds + "]=" + std::to_string(each.fallback)), each.option);
    }
}

BOOST_AUTO_TEST_CASE(an_option_of_an_earlier_version_is_accepted_and_listed_and_not_in_the_help) {
    const auto help = refusal({"--help"});
    BOOST_REQUIRE(help.has_value());
    std::string all;
    for (const auto& option : kRetired) {
        BOOST_TEST_INFO_SCOPE(option);
        file.write(option + " = 7\n");
        for (const std::vector<std::string>& arguments :
             {std::vector<std::string>{"--" + option, "7"}, {"--" + option + "=whatever"}, {"--config", file.path()}}) {
            BOOST_TEST((parse(arguments).retired_options == std::vector<std::string>{option}));
        }
        BOOST_TEST(!contains(help->text, "--" + option + " "));
        all += option + " = 7\n";
    }
    file.write(all);
    BOOST_TEST(parse({"--config", file.path()}).retired_options.size() == kRetired.size());
    BOOST_TEST(parse({}).retired_options.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::runtime::config_test
