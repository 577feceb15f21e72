// Prints a signed token for trying out the API by hand: scripts/token calls it with the instance's own key file. It can
// make a token for any user, so anyone who can read that file can act as any user.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>

#include "auth/key_file.hpp"
#include "auth/token_signer.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"

namespace {

constexpr int kFailure = 1;
constexpr int kUsageError = 2;

struct Options {
    std::filesystem::path jwks_file;
    std::string subject;
    std::int64_t ttl_seconds = 86'400;
    std::string issuer;
    std::string audience;
    std::string scope;
};

/// What is wrong with the text as a claim `scope` (RFC 6749 section 3.3), as CLI11 asks for it; empty if nothing is.
std::string is_scope(const std::string& text) {
    const auto can_stand = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    return std::all_of(text.begin(), text.end(), can_stand) ? std::string{} : std::string{"not names of scopes"};
}

void declare(CLI::App& app, Options& options) {
    app.add_option("--jwks-file", options.jwks_file, "the key set (JWKS); its first key that can sign is used")
        ->required()
        ->type_name("FILE");
    app.add_option("--subject", options.subject, "the user id: " + std::string{likes::UserId::kForm})
        ->required()
        ->type_name("USER")
        ->check([](const std::string& text) {
            return likes::UserId::parse(text) ? std::string{} : std::string{"not a user id"};
        });
    app.add_option("--ttl-seconds", options.ttl_seconds, "how long the token is valid, 1 to 31536000")
        ->type_name("N")
        ->capture_default_str()
        ->check(CLI::Range(1, 31'536'000));
    app.add_option("--issuer", options.issuer, "the claim iss")->type_name("TEXT");
    app.add_option("--audience", options.audience, "the claim aud")->type_name("TEXT");
    app.add_option("--scope", options.scope, "the claim scope: names with blanks between, such as likes:analytics")
        ->type_name("TEXT")
        ->check(is_scope);
}

std::string make_token(const Options& options) {
    const auto now = likes::system_now();
    likes::auth::TokenClaims claims{
        *likes::UserId::parse(options.subject), now, now + std::chrono::seconds{options.ttl_seconds}, {}, {}, {}};
    if (!options.issuer.empty()) claims.issuer = options.issuer;
    if (!options.audience.empty()) claims.audience = options.audience;
    // JSON needs no escapes for what is_scope lets through.
    if (!options.scope.empty()) claims.extra.emplace("scope", '"' + options.scope + '"');
    return likes::auth::TokenSigner{likes::auth::load_key_set(options.jwks_file, likes::auth::UnusableKeys::kSkipped)}
        .sign(claims);
}

int run(int argc, char** argv) {
    Options options;
    CLI::App app{"Prints a JSON Web Token that is signed with a key of a key set, for development and tests.",
                 "development_token"};
    declare(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return 0;
    }
    std::cout << make_token(options) << std::endl;
    if (!std::cout) throw std::runtime_error{"cannot write the token"};
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::cerr << "development_token: " << error.what() << " (see --help)\n";
        return kUsageError;
    } catch (const std::exception& error) {
        std::cerr << "development_token: " << error.what() << '\n';
        return kFailure;
    }
}
