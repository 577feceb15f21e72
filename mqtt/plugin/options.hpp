#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace likes::plugin {

/// An option that is missing, unknown or out of bounds; what() says which, and what it has to be.
class OptionError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The `plugin_opt_…` lines of mosquitto.conf. Bounds in brackets.
struct Options {
    /// realtime_jwks_file, required: the keys that realtime tokens are signed with.
    std::filesystem::path realtime_jwks_file;

    /// max_token_lifetime_seconds [60, 86400]: a token that lives longer is refused, and a revocation is remembered for
    /// this long. Must not be less than the lifetime that the handler realtime_token gives to its tokens.
    std::chrono::seconds max_token_lifetime{3600};

    /// backend_publisher, one name or several, separated by commas: accounts of the password file that may publish
    /// events.
    std::set<std::string, std::less<>> backend_publishers{"likes_handlers"};

    /// backend_relay, likewise: accounts that may publish events and revocations.
    std::set<std::string, std::less<>> backend_relays{"likes_relay"};

    /// backend_notifier, likewise: accounts that may publish notices, and nothing else.
    std::set<std::string, std::less<>> backend_notifiers{"likes_notifier"};

    /// max_sessions_per_user [1, 1000]: at a time.
    std::size_t max_sessions_per_user = 20;

    /// max_revocations [1, 10000000]: see Revocations. About 250 bytes each, 350 with the longest user ids.
    std::size_t max_revocations = 1'000'000;

    /// metrics_dir: the directory of the counter files, for the monitor to read. Empty: none.
    std::filesystem::path metrics_dir;
};

/// Throws OptionError. The names are those above; a name that is given twice is refused as ambiguous.
Options parse_options(const std::vector<std::pair<std::string, std::string>>& given);

}  // namespace likes::plugin
