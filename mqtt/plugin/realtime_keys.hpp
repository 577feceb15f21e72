#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "auth/key_file.hpp"
#include "auth/token_verifier.hpp"
#include "plugin/log.hpp"
#include "time/time.hpp"

namespace likes::mqtt {

/// The keys that realtime tokens are signed with, from a JWKS file. For rotation the file holds the old key and the new
/// one for as long as tokens of the old one live. It may be rewritten or replaced at any time: it is looked at once a
/// second. One that cannot be used changes nothing and is warned of once.
class RealtimeKeys {
  public:
    /// Throws auth::KeySetError if the file cannot be used.
    RealtimeKeys(const std::filesystem::path& jwks_file, Log log, Time now);

    /// Looks at the file if that is due. One read of a small local file, by the broker's only thread.
    void reread_if_due(Time now);

    const auth::TokenVerifier& verifier() const { return verifier_; }

  private:
    RealtimeKeys(std::filesystem::path jwks_file, const auth::KeyFileImage& image, Log log, Time now);

    std::optional<std::string> reread();

    const std::filesystem::path jwks_file_;
    const Log log_;
    auth::TokenVerifier verifier_;
    std::string last_seen_;
    Time last_look_;
};

}  // namespace likes::mqtt
