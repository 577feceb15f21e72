#include "auth/authenticator.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include "auth/bearer.hpp"
#include "auth/key_file.hpp"
#include "auth/sha256.hpp"
#include "auth/token_cache.hpp"
#include "auth/token_verifier.hpp"

namespace likes::auth {
namespace {

constexpr std::size_t kMaxCacheEntries = 1'000'000;
constexpr std::chrono::seconds kMaxReloadCheckInterval{3600};

AuthenticatorSettings checked(AuthenticatorSettings settings) {
    if (settings.cache_max_entries < 1 || settings.cache_max_entries > kMaxCacheEntries) {
        throw std::invalid_argument{"the size of the token cache is not 1 to 1000000 entries"};
    }
    if (settings.reload_check_interval < std::chrono::seconds{1} ||
        settings.reload_check_interval > kMaxReloadCheckInterval) {
        throw std::invalid_argument{"the interval for checking the key file is not 1 to 3600 seconds"};
    }
    return settings;
}

/// What tells one state of the file from another. The content itself and not the times of the file: these tick more
/// coarsely than a file can be rewritten, and 64 KiB a second cost nothing. With the permissions, so that a file that
/// was refused for them is taken after a chmod.
std::string fingerprint(const KeyFileImage& image) {
    const auto digest = sha256(image.json);
    return std::string{digest.begin(), digest.end()} + std::to_string(image.mode);
}

}  // namespace

/// The keys in force and what was verified with them. New keys come with a new, empty cache: so a thread that is still
/// verifying with the old keys writes into the old cache, and nothing of it survives.
struct Authenticator::Generation {
    Generation(KeySet keys, const AuthenticatorSettings& settings)
        : verifier{std::move(keys), settings.rules}, cache{settings.cache_max_entries} {}

    TokenVerifier verifier;
    TokenCache cache;
};

Authenticator::Authenticator(AuthenticatorSettings settings, Clock clock, Warn warn)
    : settings_{checked(std::move(settings))}, clock_{std::move(clock)}, warn_{std::move(warn)} {
    const auto image = read_key_file(settings_.jwks_file);
    install(parse_key_file(image, settings_.jwks_file));
    last_seen_ = fingerprint(image);
    last_check_ = clock_();
}

Authenticator::~Authenticator() = default;

Verification Authenticator::authenticate(std::string_view authorization) {
    const Time now = clock_();
    reread_keys_if_due(now);

    const auto token = bearer_token(authorization);
    if (!token) return Rejection::no_bearer_token;

    const auto generation = current();
    if (auto known = generation->cache.find(*token, now)) return *std::move(known);
    auto result = generation->verifier.verify(*token, now);
    // Refusals are not remembered: they would let anyone who makes up tokens push the good ones out.
    if (const auto* verified = std::get_if<VerifiedToken>(&result)) generation->cache.put(*token, *verified);
    return result;
}

bool Authenticator::is_check_due(Time now) const {
    const Time last = last_check_.load(std::memory_order_relaxed);
    // A clock that was set back must not put off the next check. A `now` that is a little behind is only that of a
    // thread which took it just before another one's check.
    return now >= last + settings_.reload_check_interval || now <= last - settings_.reload_check_interval;
}

void Authenticator::reread_keys_if_due(Time now) {
    if (!is_check_due(now)) return;
    const std::unique_lock lock{reread_mutex_, std::try_to_lock};
    if (!lock.owns_lock() || !is_check_due(now)) return;
    last_check_.store(now, std::memory_order_relaxed);
    if (const auto warning = reread_keys(); warning && warn_) warn_(*warning);
}

std::optional<std::string> Authenticator::reread_keys() {
    const std::string refused = "the key file is not taken and the keys stay as they were: ";
    std::optional<KeyFileImage> image;
    std::string seen;
    try {
        image = read_key_file(settings_.jwks_file);
        seen = fingerprint(*image);
    } catch (const KeySetError& error) {
        seen = error.what();
    }
    if (seen == last_seen_) return std::nullopt;
    last_seen_ = seen;
    if (!image) return refused + seen;
    try {
        install(parse_key_file(*image, settings_.jwks_file));
        return std::nullopt;
    } catch (const KeySetError& error) {
        return refused + error.what();
    }
}

void Authenticator::install(KeySet keys) {
    auto generation = std::make_shared<Generation>(std::move(keys), settings_);
    const std::lock_guard lock{generation_mutex_};
    generation_.swap(generation);
    // The old one ends after the lock is released, or with the last request that uses it.
}

std::shared_ptr<Authenticator::Generation> Authenticator::current() const {
    const std::lock_guard lock{generation_mutex_};
    return generation_;
}

}  // namespace likes::auth
