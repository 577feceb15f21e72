#include "background/notifier/mail_channel.hpp"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include "auth/key_file.hpp"
#include "base/private_file.hpp"
#include "runtime/log.hpp"

namespace likes::background {
namespace {

/// Short enough, with a token behind it, for a line of a mail's header.
constexpr std::size_t kUrlMax = 300;

/// That mail programs ask of the link that stops mails (RFC 8058 section 3.1). On this machine alone there may be no
/// TLS.
bool is_https(std::string_view url) {
    const bool is_local = url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:");
    return (url.starts_with("https://") || is_local) && url.size() > 8 && url.size() <= kUrlMax &&
           std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; });
}

std::string or_else(const std::string& text, std::string instead) {
    return text.empty() ? std::move(instead) : text;
}

/// What is wrong with the texts of the options; empty if nothing is.
std::string complaint(const runtime::Config::Email& email) {
    if (email.mode == "off") return "the option email-mode is off";
    if (!email.smtp_url.starts_with("smtp://") && !email.smtp_url.starts_with("smtps://")) {
        return "the option smtp-url is no smtp:// or smtps:// address";
    }
    const auto from = mail::Address::parse(email.from);
    if (!from) return "the option email-from is no address";
    if (!mail::is_domain(or_else(email.domain, std::string{from->domain()}))) {
        return "the option email-domain is no domain";
    }
    if (!mail::is_domain(email.bounce_domain)) return "the option bounce-domain is no domain";
    if (!is_https(email.public_url) || email.public_url.ends_with('/')) {
        return "the option public-url is no https:// address without a slash at its end";
    }
    if (!is_https(or_else(email.message_url, email.public_url)) ||
        !is_https(or_else(email.settings_url, email.public_url))) {
        return "the option message-url or settings-url is no https:// address";
    }
    if (email.unsubscribe_jwks_file.empty()) return "the option unsubscribe-jwks-file names no file";
    return {};
}

}  // namespace

std::variant<MailChannel, NoMail> mail_channel(const runtime::Config& config) {
    const auto& email = config.email;
    if (auto reason = complaint(email); !reason.empty()) return NoMail{std::move(reason)};
    try {
        auto from = mail::Address::parse(email.from).value();
        auto domain = or_else(email.domain, std::string{from.domain()});
        return MailChannel{{std::move(from),
                            std::move(domain),
                            email.bounce_domain,
                            email.public_url,
                            or_else(email.message_url, email.public_url + "/"),
                            or_else(email.settings_url, email.public_url + "/"),
                            email.per_second,
                            {email.delay, email.threshold, email.per_user_per_day}},
                           {email.smtp_url, email.smtp_user, read_secret(email.smtp_password_file), email.smtp_ca_file},
                           mail::MailKeys{auth::load_key_set(email.unsubscribe_jwks_file)},
                           std::chrono::hours{email.digest_hour}};
    } catch (const std::exception& fault) {
        return NoMail{fault.what()};
    }
}

std::optional<MailChannel> open_mail_channel(const runtime::Config& config) {
    auto channel = mail_channel(config);
    if (auto* const found = std::get_if<MailChannel>(&channel)) return std::move(*found);
    log::info("there are no mails", {{"why", std::get<NoMail>(channel).reason}});
    return std::nullopt;
}

}  // namespace likes::background
