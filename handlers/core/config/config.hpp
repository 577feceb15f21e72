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

namespace likes::config {

struct Database {
    /// `unix:///path/to/socket` or `tcp://host:port`.
    std::string url = "tcp://127.0.0.1:3307";
    std::string name = "likes";
    std::string user = "likes_handlers";
    /// One line, the password. Empty: no password.
    std::filesystem::path password_file;
    std::chrono::seconds connect_timeout{1};
    /// How long one statement may take before its connection counts as lost.
    std::chrono::seconds read_timeout{2};
    std::chrono::seconds lock_wait_timeout{2};
};

struct Broker {
    std::string host = "127.0.0.1";
    int port = 1883;
    /// Empty: anonymous.
    std::string user;
    std::filesystem::path password_file;
    std::chrono::seconds keepalive{30};
};

struct Auth {
    std::filesystem::path jwks_file;
    /// Empty: any issuer.
    std::string issuer;
    /// Empty: any audience.
    std::string audience;
    std::size_t token_cache_max_entries = 100'000;
};

/// What one user may change. Each process of a handler counts for itself.
struct UserLimit {
    /// Changes a second; 0: any number.
    std::size_t changes_per_second = 20;
    /// Changes that pass at once after a pause.
    std::size_t changes_burst = 40;
};

struct Server {
    std::size_t threads = 128;
    std::size_t lanes = 2;
    std::size_t read_lanes = 1;
    std::size_t batch_max = 64;
    std::size_t queue_max = 1024;
    /// How long a request may wait for its batch, and a batch for the database to come back.
    std::chrono::milliseconds request_timeout{1500};
};

struct Likes {
    /// How many likers an answer names.
    std::size_t liked_by_max = 100;
    /// Events a second about one message, at most.
    std::size_t events_per_second = 10;
    /// The reactions there are, as `code=emoji`, separated by commas.
    std::string reactions = "like=❤️,grinning=😀,joy=😂,thumbs_up=👍,thumbs_down=👎";
    /// `multiple`, or `unique`: a user's new reaction replaces the former one.
    std::string reaction_policy = "multiple";
};

struct Relay {
    /// How often the outbox is looked at.
    std::chrono::milliseconds interval{500};
    /// How old a row must be to count as left behind: until then its handler may still publish it.
    std::chrono::milliseconds min_age{3000};
    std::size_t batch_rows = 500;
    /// How long a relay that died keeps the others from taking over.
    std::chrono::seconds lease{5};
};

/// How the relay compares the counters with the likes, all of them again and again.
struct Audit {
    /// How often a part is looked at; 0: never.
    std::chrono::milliseconds interval{1000};
    /// Likes of one part.
    std::size_t rows = 5000;
};

struct Realtime {
    /// Keys of the tokens that open the broker: the first one signs, all of them verify.
    std::filesystem::path jwks_file;
    /// How long such a token is good for.
    std::chrono::seconds token_lifetime{900};
    /// How often the relay looks for members who left.
    std::chrono::milliseconds revocation_interval{200};
};

/// Everything that can be set. Each program reads the same file and uses what concerns it.
struct Config {
    Database database;
    Broker broker;
    Auth auth;
    UserLimit user_limit;
    Server server;
    Likes likes;
    Relay relay;
    Audit audit;
    Realtime realtime;
    std::string log_level = "info";
    /// Where the processes leave their metrics for the monitor. Empty: nowhere.
    std::filesystem::path metrics_dir;
};

/// The command line asks for text instead of a run: help, the version, or what is wrong with the arguments.
class Exit : public std::runtime_error {
  public:
    Exit(const std::string& text, int exit_code) : std::runtime_error{text}, exit_code_{exit_code} {}
    /// 0 for help and version, which belong on standard output; else what the process shall exit with.
    int exit_code() const { return exit_code_; }

  private:
    int exit_code_;
};

/// What a program takes on its command line beside the configuration.
using Extend = std::function<void(CLI::App&)>;

/// Reads `arguments` (without the program's name), then the environment (`LIKES_DB_URL` for `--db-url`), then the file
/// that `--config` names; the first that sets an option wins. Every number has bounds. Throws Exit.
Config parse(const std::string& program, const std::string& description, std::vector<std::string> arguments,
             const Extend& extend = {});

/// The same for main(): prints what Exit says and ends the process.
Config parse_or_exit(const std::string& description, int argc, char** argv, const Extend& extend = {});

/// The one line that a password file holds; empty for an empty path. Throws std::runtime_error if the file cannot be
/// read, is empty, or is readable by others than its owner.
std::string read_secret(const std::filesystem::path& file);

}  // namespace likes::config
