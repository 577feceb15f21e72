#include "plugin/realtime_keys.hpp"

#include <chrono>
#include <utility>

#include "auth/jwks.hpp"
#include "plugin/access_token.hpp"

namespace likes::mqtt {
namespace {

constexpr std::chrono::seconds kLookEvery{1};

/// What tells one state of the file from another. The content itself and not the times of the file, which tick more
/// coarsely than it can be rewritten; with the permissions, so that a file refused for them is taken after a chmod.
std::string fingerprint(const auth::KeyFileImage& image) {
    return std::to_string(image.mode) + ' ' + image.json;
}

}  // namespace

RealtimeKeys::RealtimeKeys(const std::filesystem::path& jwks_file, Log log, Time now)
    : RealtimeKeys{jwks_file, auth::read_key_file(jwks_file), std::move(log), now} {}

RealtimeKeys::RealtimeKeys(std::filesystem::path jwks_file, const auth::KeyFileImage& image, Log log, Time now)
    : jwks_file_{std::move(jwks_file)},
      log_{std::move(log)},
      verifier_{auth::parse_key_file(image, jwks_file_), realtime_token_rules()},
      last_seen_{fingerprint(image)},
      last_look_{now} {}

void RealtimeKeys::reread_if_due(Time now) {
    // A clock that was set back must not put off the next look.
    if (now < last_look_ + kLookEvery && now >= last_look_) return;
    last_look_ = now;
    if (const auto warning = reread()) log_(Level::warning, *warning);
}

std::optional<std::string> RealtimeKeys::reread() {
    const std::string refused = "the realtime key file is not taken and the keys stay as they were: ";
    std::optional<auth::KeyFileImage> image;
    std::string seen;
    try {
        image = auth::read_key_file(jwks_file_);
        seen = fingerprint(*image);
    } catch (const auth::KeySetError& error) {
        seen = error.what();
    }
    if (seen == last_seen_) return std::nullopt;
    last_seen_ = seen;
    if (!image) return refused + seen;
    try {
        verifier_ = auth::TokenVerifier{auth::parse_key_file(*image, jwks_file_), realtime_token_rules()};
        return std::nullopt;
    } catch (const auth::KeySetError& error) {
        return refused + error.what();
    }
}

}  // namespace likes::mqtt
