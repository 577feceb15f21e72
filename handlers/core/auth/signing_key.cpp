#include "auth/signing_key.hpp"

#include <utility>
#include <variant>

namespace likes::auth {

SigningKey::SigningKey(const KeyFile& file, std::string type, Clock clock, Warn warn)
    : refused_{file.refused},
      type_{std::move(type)},
      clock_{std::move(clock)},
      warn_{std::move(warn)},
      file_{file, clock_()},
      signer_{std::make_shared<TokenSigner>(file_.take_first_keys(), type_)} {}

std::shared_ptr<const TokenSigner> SigningKey::current() {
    const Time now = clock_();
    const std::lock_guard lock{mutex_};
    if (file_.is_due(now)) read(now);
    return signer_;
}

void SigningKey::read(Time now) {
    const auto news = file_.read(now);
    if (const auto* const refused = std::get_if<std::string>(&news)) warn_(*refused);
    const auto* const keys = std::get_if<KeySet>(&news);
    if (keys == nullptr) return;
    try {
        signer_ = std::make_shared<TokenSigner>(*keys, type_);
    } catch (const KeySetError& error) {
        refused_.set(1);
        warn_("the signing key stays as it was: " + std::string{error.what()});
    }
}

}  // namespace likes::auth
