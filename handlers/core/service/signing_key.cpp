#include "service/signing_key.hpp"

#include <utility>

#include "auth/key_file.hpp"
#include "log/log.hpp"

namespace likes::service {
namespace {

constexpr std::chrono::seconds kRereadInterval{1};

}  // namespace

SigningKey::SigningKey(std::filesystem::path jwks_file, std::string type, Clock clock)
    : jwks_file_{std::move(jwks_file)},
      type_{std::move(type)},
      clock_{std::move(clock)},
      last_read_{clock_()},
      signer_{std::make_shared<auth::TokenSigner>(auth::load_key_set(jwks_file_), type_)} {}

std::shared_ptr<const auth::TokenSigner> SigningKey::current() {
    const Time now = clock_();
    const std::lock_guard lock{mutex_};
    // A clock that was set back must not put off the next look.
    if (now >= last_read_ + kRereadInterval || now < last_read_) {
        last_read_ = now;
        reread();
    }
    return signer_;
}

void SigningKey::reread() {
    try {
        signer_ = std::make_shared<auth::TokenSigner>(auth::load_key_set(jwks_file_), type_);
        last_error_.clear();
    } catch (const auth::KeySetError& error) {
        if (last_error_ == error.what()) return;
        last_error_ = error.what();
        log::warning("the signing key stays as it was", {{"error", last_error_}});
    }
}

}  // namespace likes::service
