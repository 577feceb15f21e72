#pragma once

#include <filesystem>

#include "auth/token_verifier.hpp"
#include "auth/watched_key_file.hpp"
#include "base/time.hpp"
#include "plugin/log.hpp"

namespace likes::plugin {

/// The keys that realtime tokens are signed with, from a JWKS file. During a rotation the file holds both the old key
/// and the new one, for as long as tokens signed with the old one are valid.
class RealtimeKeys {
  public:
    /// Throws auth::KeySetError if the file cannot be used.
    RealtimeKeys(const std::filesystem::path& jwks_file, Log log, Time now);

    /// Reads the file if that is due. One read of a small local file, by the broker's only thread.
    void read_if_due(Time now);

    const auth::TokenVerifier& verifier() const { return verifier_; }

  private:
    const Log log_;
    auth::WatchedKeyFile file_;
    auth::TokenVerifier verifier_;
};

}  // namespace likes::plugin
