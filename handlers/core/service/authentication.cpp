#include "service/authentication.hpp"

#include <string>
#include <utility>
#include <variant>

#include "log/log.hpp"

namespace likes::service {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

auth::AuthenticatorSettings authenticator_settings(const config::Auth& config) {
    auth::AuthenticatorSettings settings;
    settings.jwks_file = config.jwks_file;
    settings.rules.issuer = unless_empty(config.issuer);
    settings.rules.audience = unless_empty(config.audience);
    settings.cache_max_entries = config.token_cache_max_entries;
    return settings;
}

}  // namespace

Authentication::Authentication(const config::Config& config, Clock clock)
    : authenticator_{authenticator_settings(config.auth), std::move(clock), [](const std::string& warning) {
                         log::warning("the keys were not reread", {{"error", warning}});
                     }} {}

std::optional<UserId> Authentication::operator()(std::string_view authorization) {
    auto verification = authenticator_.authenticate(authorization);
    if (auto* const token = std::get_if<auth::VerifiedToken>(&verification)) return std::move(token->user);
    log::debug("a token was refused", {{"reason", auth::to_string(std::get<auth::Rejection>(verification))}});
    return std::nullopt;
}

}  // namespace likes::service
