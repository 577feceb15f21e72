#include "runtime/config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <type_traits>

#include <CLI/CLI.hpp>

#include "base/text.hpp"

namespace likes::runtime {
namespace {

/// The words of a list, which commas separate.
std::vector<std::string> words_of(const std::string& text) {
    if (text.empty()) return {};
    const auto words = split(text, ',');
    return {words.begin(), words.end()};
}

/// Binds options to the fields of one Config, each with its environment name, bounds and default in the help.
class Options {
  public:
    explicit Options(CLI::App& app) : app_{app} {}

    CLI::Option* text(const std::string& name, std::string& field, const std::string& help) {
        return app_.add_option("--" + name, field, help)->envname(environment_name(name))->capture_default_str();
    }

    CLI::Option* path(const std::string& name, std::filesystem::path& field, const std::string& help) {
        return app_.add_option("--" + name, field, help)->envname(environment_name(name));
    }

    template <class Number>
    void number(const std::string& name, Number& field, Number min, Number max, const std::string& help) {
        app_.add_option("--" + name, field, help)
            ->envname(environment_name(name))
            ->check(CLI::Range(min, max))
            ->capture_default_str();
    }

    /// `true` or `false`.
    void flag(const std::string& name, bool& field, const std::string& help) {
        app_.add_option("--" + name, field, help)
            ->envname(environment_name(name))
            ->check(CLI::IsMember({"true", "false"}))
            ->default_str(field ? "true" : "false");
    }

    /// Some of `words`, separated by commas, or nothing.
    void list(const std::string& name, std::vector<std::string>& field, const std::set<std::string>& words,
              const std::string& help) {
        const CLI::IsMember is_word{words};
        const auto complaint = [is_word](const std::string& text) {
            std::string first;
            for (const auto& word : words_of(text)) {
                if (first.empty()) first = is_word(word);
            }
            return first;
        };
        app_.add_option_function<std::string>(
                "--" + name, [&field](const std::string& text) { field = words_of(text); }, help)
            ->envname(environment_name(name))
            ->check(CLI::Validator{complaint, is_word.get_description()});
    }

    /// A duration. The option's name ends in its unit.
    template <class Rep, class Period>
    void duration(const std::string& name, std::chrono::duration<Rep, Period>& field, std::type_identity_t<Rep> min,
                  std::type_identity_t<Rep> max, const std::string& help) {
        app_.add_option_function<Rep>(
                "--" + name, [&field](Rep value) { field = std::chrono::duration<Rep, Period>{value}; }, help)
            ->envname(environment_name(name))
            ->check(CLI::Range(min, max))
            ->default_str(std::to_string(field.count()));
    }

  private:
    static std::string environment_name(const std::string& option) {
        std::string name = "LIKES_" + option;
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        });
        return name;
    }

    CLI::App& app_;
};

void bind(Options& options, Config::Database& database) {
    options.text("db-url", database.url, "unix:///path/to/socket or tcp://host:port");
    options.text("db-name", database.name, "Database name");
    options.text("db-user", database.user, "Database account");
    options.path("db-password-file", database.password_file, "File that holds the account's password");
}

void bind(Options& options, Config::Broker& broker) {
    options.text("mqtt-host", broker.host, "Broker's host");
    options.number("mqtt-port", broker.port, 1, 65535, "Broker's port");
    options.text("mqtt-user", broker.user, "Broker account; empty: anonymous");
    options.path("mqtt-password-file", broker.password_file, "File that holds the account's password");
}

void bind(Options& options, Config::Auth& auth) {
    options.path("jwks-file", auth.jwks_file,
                 "JWKS file (RFC 7517) with the keys that verify bearer tokens; read again when it changes");
    options.text("jwt-issuer", auth.issuer, "Required `iss` of a token; empty: any");
    options.text("jwt-audience", auth.audience, "Required `aud` of a token; empty: any");
    options.number<std::size_t>("token-max-bytes", auth.token_max_bytes, 1024, 16'384,
                                "Length of the longest bearer token that is read, in bytes");
}

void bind(Options& options, Config::UserLimit& limit) {
    options.number<std::size_t>(
        "user-changes-per-second", limit.changes_per_second, 0, 1'000'000,
        "Changes per second that one process accepts from one user; more are answered 429; 0: no limit");
    options.number<std::size_t>("user-changes-burst", limit.changes_burst, 1, 1'000'000,
                                "Changes that one process accepts at once from a user after a pause");
}

void bind(Options& options, Config::Server& server) {
    options.number<std::size_t>("lanes", server.lanes, 1, 64,
                                "Batches that are executed at the same time, each on a database connection of its own");
    options.number<std::size_t>("batch-max", server.batch_max, 1, 256, "Requests that one transaction may hold");
    options.duration("request-timeout-ms", server.request_timeout, 50, 60'000,
                     "How long a request may wait for its batch, and a batch may retry until the database is back");
}

void bind(Options& options, Config::Likes& likes) {
    options.number<std::size_t>("liked-by-max", likes.liked_by_max, 10, 500,
                                "Maximum number of likers that an answer or an event names");
    options.number<std::size_t>("events-per-second", likes.events_per_second, 1, 1000,
                                "Maximum number of events per second about one reaction on one message");
    options.text("reactions", likes.reactions,
                 "The reactions that users may choose from, as code=emoji, separated by commas");
    options
        .text("reaction-policy", likes.reaction_policy,
              "multiple: a user may put several reactions on one message; unique: only one, a new one replaces it")
        ->check(CLI::IsMember({"multiple", "unique"}));
}

void bind(Options& options, Config::Relay& relay) {
    options.duration("relay-interval-ms", relay.interval, 10, 60'000, "How often the relay scans the outbox");
    options.duration("relay-min-age-ms", relay.min_age, 0, 600'000,
                     "How old a row of the outbox must be before the relay publishes it in place of its handler");
    options.duration("audit-interval-ms", relay.audit_interval, 0, 3'600'000,
                     "How often the relay compares a part of the counters with the likes; 0: never");
}

void bind(Options& options, Config::Realtime& realtime) {
    options.path("realtime-jwks-file", realtime.jwks_file,
                 "JWKS file with the keys of realtime tokens, the users' MQTT passwords; the first key signs");
    options.duration("realtime-token-lifetime-seconds", realtime.token_lifetime, 60, 86'400,
                     "How long a realtime token is valid");
}

void bind(Options& options, Config::Analytics& analytics) {
    options
        .text("analytics-audience", analytics.audience,
              "Who may read the numbers of a chat: members, or operators, whose tokens have the scope likes:analytics")
        ->check(CLI::IsMember({"members", "operators"}));
    options.flag("analytics-rank-users", analytics.rank_users, "Whether there are lists of users");
    options.number<std::size_t>("analytics-changes-per-second", analytics.changes_per_second, 100, 100'000,
                                "Changes per second that are counted at most");
    options.number<std::size_t>("analytics-retention-days", analytics.retention_days, 8, 3660,
                                "How many days the numbers of quarters of an hour are kept");
    options.number<std::size_t>("analytics-user-days", analytics.user_days, 29, 400,
                                "How many days the numbers of users are kept by the day");
    options.number<std::size_t>(
        "analytics-inline-messages", analytics.inline_messages, 0, 20'000,
        "Lists of a chat with at most so many messages with reactions are made at each request");
    options.duration("analytics-ranking-seconds", analytics.ranking_age, 5, 86'400,
                     "How old a list may be that is made in advance");
    options.number<std::size_t>("analytics-duty-percent", analytics.duty_percent, 1, 50,
                                "Share of its time in which the analytics make lists");
}

void bind(Options& options, Config::Notices& notices) {
    options.number<std::size_t>("notice-retention-days", notices.retention_days, 7, 3660,
                                "How many days a notice is kept after its newest news");
    options.number<std::size_t>("notice-max-per-user", notices.max_per_user, 100, 10'000,
                                "Notices of one recipient that are kept, the newest");
    options.number<std::size_t>("notice-duty-percent", notices.duty_percent, 1, 100,
                                "Share of its time in which the notifier makes notices, and in which it sends them");
}

/// Options of version 0.1 that are constants now.
constexpr std::array kRetiredOptions{
    "threads",
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
    "revocation-interval-ms",
};

void accept_retired(CLI::App& app, std::vector<std::string>& given) {
    for (const std::string name : kRetiredOptions) {
        // The help does not show options of the empty group.
        app.add_option_function<std::string>("--" + name, [&given, name](const auto&) { given.push_back(name); })
            ->group("");
    }
}

/// Adds to `arguments` what only the environment sets. CLI11 itself would read the environment after the file, and so
/// let the file win.
void add_environment(const CLI::App& app, std::vector<std::string>& arguments) {
    const std::vector<std::string> line = arguments;
    for (const CLI::Option* const option : app.get_options()) {
        if (option->get_envname().empty()) continue;
        const std::string name = option->get_name();
        const bool is_set = std::any_of(line.begin(), line.end(), [&](const std::string& argument) {
            return argument == name || argument.starts_with(name + '=');
        });
        // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread changes the environment.
        const char* const value = std::getenv(option->get_envname().c_str());
        // At the front, so that neither a subcommand nor a `--` on the command line takes it for an argument of its
        // own.
        if (!is_set && value != nullptr && *value != '\0') arguments.insert(arguments.begin(), name + '=' + value);
    }
}

}  // namespace

Config parse(const std::string& program, const std::string& description, std::vector<std::string> arguments,
             const Extend& extend) {
    Config config;
    CLI::App app{description, program};
    app.set_config("--config", "", "File of `option = value` lines");
    app.allow_config_extras(CLI::config_extras_mode::error);
    Options options{app};
    bind(options, config.database);
    bind(options, config.broker);
    bind(options, config.auth);
    bind(options, config.user_limit);
    bind(options, config.server);
    bind(options, config.likes);
    bind(options, config.relay);
    bind(options, config.realtime);
    options.list("feed", config.feed, {"analytics", "notices"},
                 "Who is handed what has changed: analytics, notices; empty: nobody");
    bind(options, config.analytics);
    bind(options, config.notices);
    options.text("log-level", config.log_level, "Least severe level that is logged")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    options.path("metrics-dir", config.metrics_dir,
                 "Directory of the files in which the processes keep their counters; empty: no metrics");
    accept_retired(app, config.retired_options);
    if (extend) extend(app);
    add_environment(app, arguments);
    // CLI11 takes the arguments in reverse order.
    std::reverse(arguments.begin(), arguments.end());
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        throw Exit{app.help(), EXIT_SUCCESS};
    } catch (const CLI::ParseError& error) {
        throw Exit{program + ": " + error.what() + " (see " + program + " --help)\n", 2};
    }
    return config;
}

}  // namespace likes::runtime
