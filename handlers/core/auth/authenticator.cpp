#include "auth/authenticator.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <variant>

#include "auth/token_cache.hpp"
#include "auth/token_verifier.hpp"
#include "runtime/counters.hpp"

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

}  // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    constexpr std::string_view kScheme = "bearer";
    const auto scheme = authorization.substr(0, kScheme.size());
    // Setting bit 5 turns ASCII letters into lower case, and no other character into one of these six letters.
    const bool is_bearer = std::equal(scheme.begin(), scheme.end(), kScheme.begin(), kScheme.end(),
                                      [](char have, char want) { return static_cast<char>(have | 0x20) == want; });
    if (!is_bearer) return std::nullopt;
    const auto rest = authorization.substr(kScheme.size());
    const auto begin = rest.find_first_not_of(' ');
    if (begin == 0 || begin == std::string_view::npos) return std::nullopt;
    return rest.substr(begin);
}

/// The keys in force, and the tokens that were verified with them. New keys come with a new, empty cache: a thread that
/// is still verifying with the old keys writes into the old cache, which is dropped.
struct Authenticator::Generation {
    Generation(KeySet keys, const AuthenticatorSettings& settings)
        : verifier{std::move(keys), settings.rules}, cache{settings.cache_max_entries} {}

    TokenVerifier verifier;
    TokenCache cache;
};

Authenticator::Authenticator(AuthenticatorSettings settings, Clock clock, Warn warn)
    : settings_{checked(std::move(settings))},
      clock_{std::move(clock)},
      warn_{std::move(warn)},
      file_{{settings_.jwks_file, UnusableKeys::kSkipped, runtime::counters().jwks_file_refused},
            clock_(),
            settings_.reload_check_interval} {
    install(file_.take_first_keys());
}

Authenticator::~Authenticator() = default;

std::optional<Verification> Authenticator::recall(std::string_view authorization) {
    const auto token = bearer_token(authorization);
    if (!token) return Rejection::kNoBearerToken;
    const Time now = clock_();
    read_keys_if_due(now);
    if (auto known = current()->cache.find(*token, now)) return *std::move(known);
    return std::nullopt;
}

Verification Authenticator::authenticate(std::string_view authorization) {
    const Time now = clock_();
    read_keys_if_due(now);

    const auto token = bearer_token(authorization);
    if (!token) return Rejection::kNoBearerToken;

    const auto generation = current();
    if (auto known = generation->cache.find(*token, now)) return *std::move(known);
    auto result = generation->verifier.verify(*token, now);
    // Refusals are not remembered, because made-up tokens could then push valid ones out of the cache.
    if (const auto* verified = std::get_if<VerifiedToken>(&result)) generation->cache.put(*token, *verified);
    return result;
}

void Authenticator::read_keys_if_due(Time now) {
    if (!file_.is_due(now)) return;
    const std::unique_lock lock{read_mutex_, std::try_to_lock};
    if (!lock.owns_lock() || !file_.is_due(now)) return;
    auto news = file_.read(now);
    if (const auto* const refused = std::get_if<std::string>(&news)) warn(*refused);
    if (auto* const keys = std::get_if<KeySet>(&news)) install(std::move(*keys));
}

void Authenticator::install(KeySet keys) {
    runtime::counters().jwks_keys_usable.set(static_cast<std::int64_t>(keys.size()));
    runtime::counters().jwks_keys_skipped.set(static_cast<std::int64_t>(keys.skipped()));
    if (keys.skipped() > 0) {
        warn("keys of " + settings_.jwks_file.string() + " that cannot be used are skipped: " + keys.why_skipped());
    }
    auto generation = std::make_shared<Generation>(std::move(keys), settings_);
    const std::lock_guard lock{generation_mutex_};
    generation_.swap(generation);
    // The old generation is destroyed after the lock is released, or with the last request that uses it.
}

void Authenticator::warn(const std::string& text) const {
    if (warn_) warn_(text);
}

std::shared_ptr<Authenticator::Generation> Authenticator::current() const {
    const std::lock_guard lock{generation_mutex_};
    return generation_;
}

}  // namespace likes::auth
