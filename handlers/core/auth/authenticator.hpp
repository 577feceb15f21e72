#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "auth/claims.hpp"
#include "auth/key_set.hpp"
#include "auth/signing_key.hpp"
#include "auth/watched_key_file.hpp"
#include "base/time.hpp"

namespace likes::auth {

/// The token in the value of an Authorization header: the scheme `Bearer` in any letter case, one or more spaces (RFC
/// 6750 section 2.1, RFC 9110 section 11.4), and the rest, which is not checked. nullopt for another scheme, or if
/// there is no rest.
std::optional<std::string_view> bearer_token(std::string_view authorization);

/// Bounds in brackets.
struct AuthenticatorSettings {
    std::filesystem::path jwks_file;
    TokenRules rules;

    /// Verified tokens remembered [1, 1000000]; about 200 bytes each, 350 with the longest user ids.
    std::size_t cache_max_entries = 100'000;

    /// How often the key file is read [1, 3600].
    std::chrono::seconds reload_check_interval{1};
};

/// Identifies callers by the value of the Authorization header, which is empty if there is none. Thread-safe.
///
/// A token's signature is verified once; then the token is remembered until it expires. So there are two functions:
/// recall(), which never takes long, and authenticate(), which may have to verify a signature.
///
/// The key file is an identity provider's: keys in it that cannot be used are skipped. It may be replaced or rewritten
/// at any time: within `reload_check_interval` the new keys are in force, and from then on no token of a removed key is
/// accepted, remembered or not. Whoever comes when that is due reads the file; the others go on with the keys there
/// are. So that it is read while nobody comes, too, somebody has to call read_keys_if_due() from time to time.
class Authenticator {
  public:
    /// Throws KeySetError if the key file cannot be used, std::invalid_argument if a setting is out of its bounds.
    Authenticator(AuthenticatorSettings settings, Clock clock, Warn warn);
    ~Authenticator();

    Authenticator(const Authenticator&) = delete;
    Authenticator& operator=(const Authenticator&) = delete;

    /// The result if it is known without verifying a signature; nullopt if authenticate() must be called.
    std::optional<Verification> recall(std::string_view authorization);

    /// Verifies the token, and remembers a valid one.
    Verification authenticate(std::string_view authorization);

    /// Reads the key file if that is due: one read of a small local file.
    void read_keys_if_due() { read_keys_if_due(clock_()); }

  private:
    struct Generation;

    void read_keys_if_due(Time now);
    void install(KeySet keys);
    void warn(const std::string& text) const;
    std::shared_ptr<Generation> current() const;

    const AuthenticatorSettings settings_;
    const Clock clock_;
    const Warn warn_;

    std::mutex read_mutex_;  // Lets one thread at a time read the file.
    WatchedKeyFile file_;

    mutable std::mutex generation_mutex_;  // Guards the pointer, not what it points to.
    std::shared_ptr<Generation> generation_;
};

}  // namespace likes::auth
