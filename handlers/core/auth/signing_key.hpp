#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "auth/token_signer.hpp"
#include "auth/watched_key_file.hpp"
#include "base/time.hpp"

namespace likes::auth {

/// Writes one line to the log, which never has a token. Callable from any thread; must not throw.
using Warn = std::function<void(const std::string&)>;

/// The key that signs tokens: the first key of a JWKS file that can sign. A change of the file is in force within a
/// second. Thread-safe.
class SigningKey {
  public:
    /// `type` becomes the `typ` of the tokens. Throws KeySetError if the file cannot be used, or has no key that signs.
    SigningKey(const KeyFile& file, std::string type, Clock clock, Warn warn);

    std::shared_ptr<const TokenSigner> current();

  private:
    /// REQUIRES: mutex_ is held.
    void read(Time now);

    runtime::Gauge& refused_;
    const std::string type_;
    const Clock clock_;
    const Warn warn_;

    std::mutex mutex_;
    WatchedKeyFile file_;
    std::shared_ptr<const TokenSigner> signer_;
};

}  // namespace likes::auth
