#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace likes::runtime {

/// All options. Each program reads the same file and uses the options that concern it. A value that no operator needs
/// to change is a constant beside the code that uses it.
struct Config {
    struct Database {
        /// `unix:///path/to/socket` or `tcp://host:port`.
        std::string url = "tcp://127.0.0.1:3307";
        std::string name = "likes";
        std::string user = "likes_handlers";
        /// One line, the password. Empty: no password.
        std::filesystem::path password_file;
    };

    struct Broker {
        std::string host = "127.0.0.1";
        int port = 1883;
        /// Empty: anonymous.
        std::string user;
        std::filesystem::path password_file;
    };

    struct Auth {
        std::filesystem::path jwks_file;
        /// Empty: any issuer.
        std::string issuer;
        /// Empty: any audience.
        std::string audience;
        /// The longest bearer token, in bytes. nginx has to have room for it (large_client_header_buffers).
        std::size_t token_max_bytes = 8192;
    };

    /// How many changes one user may make. Each process of a handler counts separately.
    struct UserLimit {
        /// Changes per second; 0: no limit.
        std::size_t changes_per_second = 20;
        /// Changes that are accepted at once after a pause.
        std::size_t changes_burst = 40;
    };

    struct Server {
        /// Batches that are executed at the same time, each on a database connection of its own.
        std::size_t lanes = 2;
        /// Requests that one batch may hold.
        std::size_t batch_max = 64;
        /// How long a request may wait for its batch, and a batch may retry until the database is back.
        std::chrono::milliseconds request_timeout{1500};
    };

    struct Likes {
        /// Maximum number of likers that an answer or an event names.
        std::size_t liked_by_max = 100;
        /// Maximum number of events per second about one reaction on one message.
        std::size_t events_per_second = 10;
        /// The reactions that users may choose from, as `code=emoji`, separated by commas.
        std::string reactions = "like=❤️,grinning=😀,joy=😂,thumbs_up=👍,thumbs_down=👎";
        /// `multiple`: a user may put several reactions on one message. `unique`: a user's new reaction replaces the
        /// former one.
        std::string reaction_policy = "multiple";
    };

    struct Relay {
        /// How often the relay scans the outbox.
        std::chrono::milliseconds interval{500};
        /// How old a row of the outbox must be before the relay publishes it. Until then its handler may still do so.
        std::chrono::milliseconds min_age{3000};
        /// How often the relay compares a part of the counters with the likes; 0: never.
        std::chrono::milliseconds audit_interval{1000};
    };

    struct Realtime {
        /// The keys of realtime tokens: the first one signs, all of them verify.
        std::filesystem::path jwks_file;
        /// How long a realtime token is valid.
        std::chrono::seconds token_lifetime{900};
    };

    struct Analytics {
        /// Who may read the numbers of a chat: its `members`, or only `operators`, whose tokens have the scope.
        std::string audience = "members";
        /// Whether there are lists of users.
        bool rank_users = true;
        /// Changes per second that are counted at most.
        std::size_t changes_per_second = 3000;
        /// How long the numbers of quarters of an hour are kept, in days.
        std::size_t retention_days = 400;
        /// How long the numbers of users are kept by the day, in days.
        std::size_t user_days = 35;
        /// Lists of a chat with at most so many messages that somebody has reacted to are made for each request.
        std::size_t inline_messages = 2000;
        /// How old a list may be that is made in advance.
        std::chrono::seconds ranking_age{60};
        /// The share of its time in which lists are made.
        std::size_t duty_percent = 10;
    };

    struct Notices {
        /// How long a notice is kept after its newest news, in days.
        std::size_t retention_days = 90;
        /// Notices of one recipient that are kept, the newest.
        std::size_t max_per_user = 1000;
        /// The share of its time in which the notifier makes notices, and the share in which it sends them.
        std::size_t duty_percent = 20;
    };

    Database database;
    Broker broker;
    Auth auth;
    UserLimit user_limit;
    Server server;
    Likes likes;
    Relay relay;
    Realtime realtime;
    /// Who is handed what has changed: `analytics`, `notices`, both or nobody.
    std::vector<std::string> feed;
    Analytics analytics;
    Notices notices;
    std::string log_level = "info";
    /// Directory of the files in which the processes keep their counters, for the monitor to read. Empty: none.
    std::filesystem::path metrics_dir;
    /// Options of an earlier version that were given and have no effect any more. They are accepted, so that a file
    /// written for that version does not keep a program from starting.
    std::vector<std::string> retired_options;
};

/// The program has to print a text and exit instead of running: the help, or what is wrong with the arguments.
class Exit : public std::runtime_error {
  public:
    Exit(const std::string& text, int exit_code) : std::runtime_error{text}, exit_code_{exit_code} {}
    /// 0 for the help, which belongs on standard output; else the exit status after an error, whose text belongs on
    /// standard error.
    int exit_code() const { return exit_code_; }

  private:
    int exit_code_;
};

/// Adds to the command line what a program takes besides the configuration.
using Extend = std::function<void(CLI::App&)>;

/// Reads `arguments` (without the program's name), then the environment (`LIKES_DB_URL` for `--db-url`), then the file
/// that `--config` names; the first that sets an option wins. Every number has bounds. Throws Exit.
Config parse(const std::string& program, const std::string& description, std::vector<std::string> arguments,
             const Extend& extend = {});

}  // namespace likes::runtime
