#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "auth/claims.hpp"
#include "auth/jwks.hpp"
#include "auth/token_rules.hpp"
#include "time/time.hpp"

namespace likes::auth {

/// Bounds in brackets.
struct AuthenticatorSettings {
    std::filesystem::path jwks_file;
    TokenRules rules;

    /// Verified tokens remembered [1, 1000000]; about 200 bytes each.
    std::size_t cache_max_entries = 10'000;

    /// How often the key file is looked at [1, 3600].
    std::chrono::seconds reload_check_interval{1};
};

/// Tells who is calling, from the Authorization header. Any number of threads may use one at once.
///
/// The key file may be replaced or rewritten at any time: within `reload_check_interval` the new keys are in force, and
/// from then on no token of a removed key passes, remembered or not. A file that cannot be read or is not valid changes
/// nothing: the keys stay, and `warn` is told once. A request in whose course the file is looked at pays for that with
/// one read; the others never wait for it.
class Authenticator {
  public:
    /// Called from any thread that authenticates, by one at a time; must not throw. The text is one line.
    using Warn = std::function<void(const std::string&)>;

    /// Throws KeySetError if the key file cannot be used, std::invalid_argument if a setting is out of its bounds.
    Authenticator(AuthenticatorSettings settings, Clock clock, Warn warn);
    ~Authenticator();

    Authenticator(const Authenticator&) = delete;
    Authenticator& operator=(const Authenticator&) = delete;

    /// `authorization` is the whole value of the header, empty if there is none.
    Verification authenticate(std::string_view authorization);

  private:
    struct Generation;

    void reread_keys_if_due(Time now);
    std::optional<std::string> reread_keys();
    void install(KeySet keys);
    std::shared_ptr<Generation> current() const;
    bool is_check_due(Time now) const;

    const AuthenticatorSettings settings_;
    const Clock clock_;
    const Warn warn_;

    std::mutex reread_mutex_;  // Guards last_seen_, and lets one thread at a time look at the file.
    std::string last_seen_;
    std::atomic<Time> last_check_{};

    mutable std::mutex generation_mutex_;  // Guards the pointer, not what it points to.
    std::shared_ptr<Generation> generation_;
};

}  // namespace likes::auth
