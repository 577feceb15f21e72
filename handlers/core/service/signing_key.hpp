#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "auth/token_signer.hpp"
#include "time/time.hpp"

namespace likes::service {

/// The key that signs tokens: the first of a JWKS file that can. A changed file is in force within a second; one that
/// cannot be used changes nothing but the log. Thread-safe.
class SigningKey {
  public:
    /// `type` becomes the `typ` of the tokens. Throws std::runtime_error if the file cannot be used.
    SigningKey(std::filesystem::path jwks_file, std::string type, Clock clock);

    std::shared_ptr<const auth::TokenSigner> current();

  private:
    void reread();

    const std::filesystem::path jwks_file_;
    const std::string type_;
    const Clock clock_;

    std::mutex mutex_;
    Time last_read_;
    std::string last_error_;
    std::shared_ptr<const auth::TokenSigner> signer_;
};

}  // namespace likes::service
