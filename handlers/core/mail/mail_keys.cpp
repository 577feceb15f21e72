#include "mail/mail_keys.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <rapidjson/document.h>

#include "base/base64url.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "mail/base32.hpp"

namespace likes::mail {
namespace {

/// The `typ` of each purpose, so that no text of one is taken for one of the other (RFC 8725 section 3.11).
constexpr std::string_view kUnsubscribeType = "likes-unsubscribe";
constexpr std::string_view kBounceType = "likes-bounce";

/// `b+`, 52 digits of the hash, and a dot leave so many of the 64 characters of a local part: 45 bits, which nobody
/// finds by sending mails.
constexpr std::string_view kBounceBegin = "b+";
constexpr std::size_t kHashDigits = 52;
constexpr std::size_t kMacDigits = 9;

constexpr std::array kMailings{std::pair{Mailing::kNotices, std::string_view{"notices"}},
                               std::pair{Mailing::kDigest, std::string_view{"digest"}}};

std::string_view code_of(Mailing mailing) {
    for (const auto& [value, code] : kMailings) {
        if (value == mailing) return code;
    }
    return "";
}

std::optional<Mailing> parse_mailing(std::string_view code) {
    for (const auto& [value, text] : kMailings) {
        if (text == code) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> text_member(const rapidjson::Value& object, std::string_view name) {
    const auto* const member = find_member(object, name);
    if (member == nullptr || !member->IsString()) return std::nullopt;
    return string_of(*member);
}

bool has_type(std::string_view header, std::string_view type) {
    const auto json = base64url_decode(header);
    rapidjson::Document document;
    return json && parse_strict_object(*json, document) && text_member(document, "typ") == type;
}

std::optional<Unsubscribing> parse_payload(std::string_view payload) {
    rapidjson::Document document;
    if (!parse_strict_object(payload, document) || document.MemberCount() != 2) return std::nullopt;
    const auto user = UserId::parse(text_member(document, "sub").value_or(""));
    const auto mailing = parse_mailing(text_member(document, "k").value_or(""));
    if (!user || !mailing) return std::nullopt;
    return Unsubscribing{*user, *mailing};
}

/// The first digits of the signature over the hash.
std::string mac_of(const auth::JwsKey& key, std::string_view hash_digits) {
    const auto token = key.sign(std::string{kBounceType}, "", hash_digits);
    const auto signature = base64url_decode(std::string_view{token}.substr(token.rfind('.') + 1));
    if (!signature) throw std::runtime_error{"a signature is not base64url"};
    return base32_encode(*signature).substr(0, kMacDigits);
}

std::string in_lower_case(std::string_view text) {
    std::string lower{text};
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool is_equal_in_constant_time(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        difference |= static_cast<unsigned>(static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]));
    }
    return difference == 0;
}

}  // namespace

MailKeys::MailKeys(auth::KeySet keys) : keys_{std::move(keys)} {
    if (keys_.find_signing() == nullptr) throw auth::KeySetError{"JWKS: no key that can sign"};
    const auto verifying = keys_.verifying(std::nullopt);
    const bool are_hmac = std::all_of(verifying.begin(), verifying.end(), [](const auth::JwsKey* key) {
        return key->algorithm() == auth::Algorithm::kHs256;
    });
    if (!are_hmac) throw auth::KeySetError{"JWKS: a key that is not for HS256 is of no use for mails"};
}

std::string MailKeys::unsubscribe_token(const Unsubscribing& what) const {
    JsonText json;
    json.begin_object();
    json.member("sub", std::string_view{what.user.str()});
    json.member("k", code_of(what.mailing));
    json.end_object();
    // Without the key's id, so that the link is short: the few keys of the set are tried.
    return keys_.find_signing()->signing->sign(std::string{kUnsubscribeType}, "", json.str());
}

std::optional<Unsubscribing> MailKeys::read_unsubscribe_token(std::string_view token) const {
    if (token.size() > kTokenMax) return std::nullopt;
    const auto parts = split(token, '.');
    // One token has one text: cjose would be lax about the payload.
    if (parts.size() != 3 || !has_type(parts[0], kUnsubscribeType) || !base64url_decode(parts[1])) return std::nullopt;
    for (const auto* const key : keys_.verifying(std::nullopt)) {
        if (const auto payload = key->verified_payload(token)) return parse_payload(*payload);
    }
    return std::nullopt;
}

Address MailKeys::bounce_address(const Sha256& recipient_hash, std::string_view domain) const {
    const auto digits = base32_encode({reinterpret_cast<const char*>(recipient_hash.data()), recipient_hash.size()});
    const auto text = std::string{kBounceBegin} + digits + '.' + mac_of(*keys_.find_signing()->signing, digits) + '@' +
                      std::string{domain};
    auto address = Address::parse(text);
    if (!address) throw std::invalid_argument{"the domain of returned mail is none"};
    return *std::move(address);
}

std::optional<Sha256> MailKeys::read_bounce_address(std::string_view text) const {
    const auto address = Address::parse(text);
    if (!address) return std::nullopt;
    const auto local = in_lower_case(address->local());
    constexpr auto kLength = kBounceBegin.size() + kHashDigits + 1 + kMacDigits;
    if (local.size() != kLength || !local.starts_with(kBounceBegin) || local[kLength - kMacDigits - 1] != '.') {
        return std::nullopt;
    }
    const auto digits = local.substr(kBounceBegin.size(), kHashDigits);
    const auto bytes = base32_decode(digits);
    Sha256 hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    const auto mac = local.substr(kLength - kMacDigits);
    // Only what verifies and signs: of HMAC that is the same key.
    for (const auto* const key : keys_.verifying(std::nullopt)) {
        if (!is_equal_in_constant_time(mac_of(*key, digits), mac)) continue;
        std::copy(bytes->begin(), bytes->end(), hash.begin());
        return hash;
    }
    return std::nullopt;
}

}  // namespace likes::mail
