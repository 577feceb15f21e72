#include "mail/mail_keys.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::mail::mail_keys_test {
namespace {

using auth::KeySet;
using auth::test::hmac_jwk;
using auth::test::jwks;

const auto kAnn = *UserId::parse("ann");
const auto kAddress = *Address::parse("ann@example.net");

MailKeys with_old() {
    return MailKeys{KeySet::parse(jwks({hmac_jwk("old", 'o')}))};
}
MailKeys with_both() {
    return MailKeys{KeySet::parse(jwks({hmac_jwk("new", 'n'), hmac_jwk("old", 'o')}))};
}
MailKeys with_new() {
    return MailKeys{KeySet::parse(jwks({hmac_jwk("new", 'n')}))};
}

BOOST_AUTO_TEST_SUITE(mail_keys)

BOOST_AUTO_TEST_CASE(a_token_says_who_wants_which_mails_no_more) {
    const auto keys = with_new();
    for (const auto mailing : {Mailing::kNotices, Mailing::kDigest}) {
        const Unsubscribing what{kAnn, mailing};
        BOOST_TEST((keys.read_unsubscribe_token(keys.unsubscribe_token(what)) == what));
    }
}

BOOST_AUTO_TEST_CASE(the_longest_token_is_short_enough_for_a_header_and_to_be_read) {
    const auto keys = with_new();
    const auto token =
        keys.unsubscribe_token({*UserId::parse(std::string(UserId::kMaxLength, 'a')), Mailing::kNotices});
    BOOST_TEST(token.size() <= MailKeys::kTokenMax);
    BOOST_TEST(keys.read_unsubscribe_token(token).has_value());
}

BOOST_AUTO_TEST_CASE(what_an_old_key_signed_is_known_until_it_is_out_of_the_file) {
    const auto token = with_old().unsubscribe_token({kAnn, Mailing::kNotices});
    BOOST_TEST(with_both().read_unsubscribe_token(token).has_value());
    BOOST_TEST(!with_new().read_unsubscribe_token(token));
    const auto address = with_old().bounce_address(hash_of(kAddress), "bounce.example.org").str();
    BOOST_TEST(with_both().read_bounce_address(address).has_value());
    BOOST_TEST(!with_new().read_bounce_address(address));
    // The first key signs.
    BOOST_TEST(with_new().read_unsubscribe_token(with_both().unsubscribe_token({kAnn, Mailing::kDigest})).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_changed_anywhere_is_no_token) {
    const auto keys = with_new();
    const auto token = keys.unsubscribe_token({kAnn, Mailing::kNotices});
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        BOOST_TEST(!keys.read_unsubscribe_token(changed), at);
    }
    for (const auto& text : {std::string{}, std::string{"a"}, std::string{"a.b"}, std::string{".."}, token + ".",
                             token + "A", token.substr(1), " " + token, std::string(MailKeys::kTokenMax + 1, 'a')}) {
        BOOST_TEST(!keys.read_unsubscribe_token(text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_token_for_another_purpose_is_none) {
    const auto keys = with_new();
    const auto key = auth::test::TestKey::hmac(std::string(32, 'n'));
    const auto make = [&](const char* header, const char* payload) {
        return auth::test::make_token(key, "HS256", header, payload);
    };
    constexpr auto* kPayload = R"({"sub":"ann","k":"notices"})";
    constexpr auto* kHeader = R"({"alg":"HS256","typ":"likes-unsubscribe"})";
    BOOST_TEST(keys.read_unsubscribe_token(make(kHeader, kPayload)).has_value());
    for (const auto* const header : {R"({"alg":"HS256","typ":"JWT"})", R"({"alg":"HS256"})",
                                     R"({"alg":"HS256","typ":"likes-bounce"})", R"({"alg":"HS256","typ":1})"}) {
        BOOST_TEST(!keys.read_unsubscribe_token(make(header, kPayload)), header);
    }
    for (const auto* const payload : {R"({"sub":"ann"})", R"({"sub":"","k":"notices"})", R"({"sub":"ann","k":"all"})",
                                      R"({"sub":"ann","k":"notices","x":1})", R"({"sub":"a b","k":"notices"})", "[]",
                                      R"({"sub":1,"k":"notices"})", ""}) {
        BOOST_TEST(!keys.read_unsubscribe_token(make(kHeader, payload)), payload);
    }
}

BOOST_AUTO_TEST_CASE(a_mail_that_came_back_tells_to_whom_it_was) {
    const auto keys = with_new();
    const auto address = keys.bounce_address(hash_of(kAddress), "bounce.example.org");
    BOOST_TEST(address.local().size() == Address::kLocalMaxLength);
    BOOST_TEST((keys.read_bounce_address(address.str()) == hash_of(kAddress)));
    auto upper = address.str();
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    BOOST_TEST((keys.read_bounce_address(upper) == hash_of(kAddress)));
    BOOST_TEST(address.str().find("ann") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nobody_else_can_make_such_an_address) {
    const auto keys = with_new();
    const auto address = keys.bounce_address(hash_of(kAddress), "bounce.example.org").str();
    for (std::size_t at = 0; at < Address::kLocalMaxLength; ++at) {
        auto changed = address;
        changed[at] = changed[at] == 'a' ? 'c' : 'a';
        BOOST_TEST(!keys.read_bounce_address(changed), at);
    }
    for (const auto* const text : {"", "b+@example.org", "ann@example.org", "b+a.b@example.org"}) {
        BOOST_TEST(!keys.read_bounce_address(text), text);
    }
}

BOOST_AUTO_TEST_CASE(only_keys_for_hmac_are_of_use) {
    BOOST_CHECK_THROW(MailKeys{KeySet::parse(
                          jwks({auth::test::TestKey::ec("P-256").private_members() + R"(,"alg":"ES256","kid":"e")"}))},
                      auth::KeySetError);
    BOOST_CHECK_THROW(MailKeys{KeySet::parse(jwks({hmac_jwk("v", 'v', R"(,"key_ops":["verify"])")}))},
                      auth::KeySetError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::mail_keys_test
