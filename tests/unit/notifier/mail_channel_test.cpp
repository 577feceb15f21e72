#include "background/notifier/mail_channel.hpp"

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::background::mail_channel_test {

using likes::test::ScratchFile;
using runtime::Config;

const std::string kKeys = auth::test::jwks({auth::test::hmac_jwk("k", 'k')});

BOOST_AUTO_TEST_SUITE(mail_channel_options)

BOOST_AUTO_TEST_CASE(with_all_that_it_takes_there_are_mails) {
    const ScratchFile keys;
    keys.write(kKeys);
    Config config;
    config.email.mode = "smtp";
    config.email.smtp_url = "smtp://localhost:25";
    config.email.from = "likes@example.org";
    config.email.bounce_domain = "bounce.example.org";
    config.email.public_url = "https://chat.example.org";
    config.email.unsubscribe_jwks_file = keys.path();
    const auto channel = mail_channel(config);
    BOOST_REQUIRE(std::holds_alternative<MailChannel>(channel));
    const auto& settings = std::get<MailChannel>(channel).settings;
    BOOST_TEST(settings.domain == "example.org");
    BOOST_TEST(settings.message_url == "https://chat.example.org/");
    BOOST_TEST(settings.policy.per_day == 5U);
}

BOOST_AUTO_TEST_CASE(without_any_of_it_there_are_none_and_the_reason_names_the_option) {
    const ScratchFile keys;
    keys.write(kKeys);
    const std::vector<std::pair<std::string, std::function<void(Config::Email&)>>> faults{
        {"email-mode", [](auto& email) { email.mode = "off"; }},
        {"smtp-url", [](auto& email) { email.smtp_url = "https://localhost"; }},
        {"email-from", [](auto& email) { email.from = "likes@localhost"; }},
        {"email-domain", [](auto& email) { email.domain = "a b"; }},
        {"bounce-domain", [](auto& email) { email.bounce_domain = ""; }},
        {"public-url", [](auto& email) { email.public_url = "http://chat.example.org"; }},
        {"public-url", [](auto& email) { email.public_url = "https://chat.example.org/"; }},
        {"message-url", [](auto& email) { email.message_url = "https://chat.example.org/\r\nBcc: x"; }},
        {"settings-url", [](auto& email) { email.settings_url = "javascript:1"; }},
        {"unsubscribe-jwks-file", [](auto& email) { email.unsubscribe_jwks_file = ""; }},
        {"/not/there", [](auto& email) { email.unsubscribe_jwks_file = "/not/there"; }},
        {"/not/there", [](auto& email) { email.smtp_password_file = "/not/there"; }},
    };
    for (const auto& [name, fault] : faults) {
        Config config;
        config.email.mode = "smtp";
        config.email.smtp_url = "smtp://localhost:25";
        config.email.from = "likes@example.org";
        config.email.bounce_domain = "bounce.example.org";
        config.email.public_url = "https://chat.example.org";
        config.email.unsubscribe_jwks_file = keys.path();
        fault(config.email);
        const auto channel = mail_channel(config);
        BOOST_REQUIRE(std::holds_alternative<NoMail>(channel));
        BOOST_TEST(std::get<NoMail>(channel).reason.find(name) != std::string::npos, std::get<NoMail>(channel).reason);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::mail_channel_test
