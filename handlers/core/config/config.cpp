#include "config/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <type_traits>

#include <CLI/CLI.hpp>

namespace likes::config {
namespace {

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

    /// A duration; its unit is the end of the option's name.
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

void bind(Options& options, Database& database) {
    options.text("db-url", database.url, "unix:///path/to/socket or tcp://host:port");
    options.text("db-name", database.name, "Name of the database");
    options.text("db-user", database.user, "Account of the database");
    options.path("db-password-file", database.password_file, "File that holds the account's password");
    options.duration("db-connect-timeout-seconds", database.connect_timeout, 1, 30, "Time to connect");
    options.duration("db-read-timeout-seconds", database.read_timeout, 1, 60, "Time for one statement");
    options.duration("db-lock-wait-timeout-seconds", database.lock_wait_timeout, 1, 60, "Time to wait for a row");
}

void bind(Options& options, Broker& broker) {
    options.text("mqtt-host", broker.host, "Host of the broker");
    options.number("mqtt-port", broker.port, 1, 65535, "Port of the broker");
    options.text("mqtt-user", broker.user, "Account of the broker; empty: anonymous");
    options.path("mqtt-password-file", broker.password_file, "File that holds the account's password");
    options.duration("mqtt-keepalive-seconds", broker.keepalive, 5, 3600, "Time between signs of life");
}

void bind(Options& options, Auth& auth) {
    options.path("jwks-file", auth.jwks_file, "Keys that sign the bearer tokens (RFC 7517), reread when it changes");
    options.text("jwt-issuer", auth.issuer, "Required `iss` of a token; empty: any");
    options.text("jwt-audience", auth.audience, "Required `aud` of a token; empty: any");
    options.number<std::size_t>("token-cache-max-entries", auth.token_cache_max_entries, 1, 1'000'000,
                                "Verified tokens to remember");
}

void bind(Options& options, UserLimit& limit) {
    options.number<std::size_t>("user-changes-per-second", limit.changes_per_second, 0, 1'000'000,
                                "Changes a second of one user in one process, more is 429; 0: any number");
    options.number<std::size_t>("user-changes-burst", limit.changes_burst, 1, 1'000'000,
                                "Changes of one user that pass at once after a pause");
}

void bind(Options& options, Server& server) {
    options.number<std::size_t>("threads", server.threads, 1, 4096, "Requests served at the same time");
    options.number<std::size_t>("lanes", server.lanes, 1, 64, "Batches, and database connections, at the same time");
    options.number<std::size_t>("read-lanes", server.read_lanes, 1, 64,
                                "The same for reads of one message; the fewer the lanes, the larger the batches");
    options.number<std::size_t>("batch-max", server.batch_max, 1, 256, "Requests of one transaction");
    options.number<std::size_t>("queue-max", server.queue_max, 1, 1'000'000, "Requests waiting for one lane");
    options.duration("request-timeout-ms", server.request_timeout, 50, 60'000,
                     "Time that a request may wait for its batch, and a batch for the database to come back");
}

void bind(Options& options, Likes& likes) {
    options.number<std::size_t>("liked-by-max", likes.liked_by_max, 10, 500, "Likers that an answer names");
    options.number<std::size_t>("events-per-second", likes.events_per_second, 1, 1000,
                                "Events a second about one message");
    options.text("reactions", likes.reactions, "The reactions there are, as code=emoji with commas between");
    options.text("reaction-policy", likes.reaction_policy, "Reactions that a user may have on one message")
        ->check(CLI::IsMember({"multiple", "unique"}));
}

void bind(Options& options, Relay& relay) {
    options.duration("relay-interval-ms", relay.interval, 10, 60'000, "How often the relay looks at the outbox");
    options.duration("relay-min-age-ms", relay.min_age, 0, 600'000, "Age of a row that its handler left behind");
    options.number<std::size_t>("relay-batch-rows", relay.batch_rows, 1, 10'000, "Rows that the relay takes at once");
    options.duration("relay-lease-seconds", relay.lease, 2, 600, "Time until another relay takes over");
}

void bind(Options& options, Audit& audit) {
    options.duration("audit-interval-ms", audit.interval, 0, 3'600'000,
                     "How often the relay compares a part of the counters with the likes; 0: never");
    options.number<std::size_t>("audit-rows", audit.rows, 100, 100'000, "Likes of one such part");
}

void bind(Options& options, Realtime& realtime) {
    options.path("realtime-jwks-file", realtime.jwks_file, "Keys of the tokens that open the broker; the first signs");
    options.duration("realtime-token-lifetime-seconds", realtime.token_lifetime, 60, 86'400,
                     "How long a token opens the broker");
    options.duration("revocation-interval-ms", realtime.revocation_interval, 20, 500,
                     "How often the relay looks for members who left");
}

/// Adds what the environment sets and `arguments` do not. CLI11 would ask the environment only after the file, and so
/// let the file win.
void add_environment(const CLI::App& app, std::vector<std::string>& arguments) {
    const std::vector<std::string> line = arguments;
    for (const CLI::Option* const option : app.get_options()) {
        if (option->get_envname().empty()) continue;
        const std::string name = option->get_name();
        const bool is_set = std::any_of(line.begin(), line.end(), [&](const std::string& argument) {
            return argument == name || argument.starts_with(name + '=');
        });
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
        const char* const value = std::getenv(option->get_envname().c_str());
        // In front, where neither a subcommand nor a `--` of the line can take it for its own.
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
    bind(options, config.audit);
    bind(options, config.realtime);
    options.text("log-level", config.log_level, "What to log")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    options.path("metrics-dir", config.metrics_dir, "Directory in which the processes leave their metrics");
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

Config parse_or_exit(const std::string& description, int argc, char** argv, const Extend& extend) {
    const std::string program = std::filesystem::path{argc > 0 ? argv[0] : "chat-likes"}.filename();
    try {
        return parse(program, description, {argv + std::min(argc, 1), argv + argc}, extend);
    } catch (const Exit& exit) {
        (exit.exit_code() == EXIT_SUCCESS ? std::cout : std::cerr) << exit.what() << std::flush;
        std::exit(exit.exit_code());  // NOLINT(concurrency-mt-unsafe): no other thread has started
    }
}

}  // namespace likes::config
