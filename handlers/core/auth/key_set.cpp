#include "auth/key_set.hpp"

#include <algorithm>
#include <array>

#include "auth/jwk.hpp"
#include "base/json.hpp"

namespace likes::auth {
namespace {

/// Whether the JWK holds what only its owner may know (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1). Of a key that cannot
/// be used as well: it is somebody's all the same.
bool holds_secrets(const rapidjson::Value& jwk) {
    constexpr std::array<std::string_view, 8> kSecrets{"d", "k", "p", "q", "dp", "dq", "qi", "oth"};
    return jwk.IsObject() && std::any_of(kSecrets.begin(), kSecrets.end(),
                                         [&](std::string_view name) { return find_member(jwk, name) != nullptr; });
}

std::string name_of(const Key& key, std::size_t index) {
    return "JWKS key " + std::to_string(index) + (key.kid.empty() ? "" : " (kid \"" + key.kid + "\")");
}

bool is_same(const Key& one, const Key& other) {
    return one.kid == other.kid && one.digest == other.digest && one.verifying && other.verifying &&
           one.verifying->algorithm() == other.verifying->algorithm();
}

}  // namespace

KeySet KeySet::parse(std::string_view json, UnusableKeys unusable) {
    if (json.size() > kMaxBytes) throw KeySetError{"JWKS: larger than 64 KiB"};
    rapidjson::Document document;
    if (!parse_strict_object(json, document)) {
        throw KeySetError{"JWKS: not one JSON object in UTF-8 without duplicate members"};
    }
    const auto* list = find_member(document, "keys");
    if (list == nullptr || !list->IsArray()) throw KeySetError{"JWKS: no array 'keys'"};
    if (list->Empty()) throw KeySetError{"JWKS: no key in it"};
    const bool is_ours = unusable == UnusableKeys::kRefused;
    if (is_ours && list->Size() > kMaxKeys) throw KeySetError{"JWKS: more than 32 keys"};

    KeySet set;
    std::size_t index = 0;
    for (const auto& jwk : list->GetArray()) {
        set.has_secrets_ = set.has_secrets_ || holds_secrets(jwk);
        try {
            set.add(parse_jwk(jwk, index, unusable), index, unusable);
        } catch (const KeySetError& why) {
            if (is_ours) throw;
            set.skip(why);
        }
        ++index;
    }
    if (is_ours && index > 1) {
        const auto nameless =
            std::find_if(set.keys_.begin(), set.keys_.end(), [](const Key& key) { return key.kid.empty(); });
        if (nameless != set.keys_.end()) {
            throw KeySetError{name_of(*nameless, static_cast<std::size_t>(nameless - set.keys_.begin())) +
                              ": 'kid' is missing in a set of several keys"};
        }
    }
    if (set.keys_.empty()) throw KeySetError{"JWKS: no key that can be used; " + set.why_skipped_};
    return set;
}

void KeySet::add(Key key, std::size_t index, UnusableKeys unusable) {
    const auto refuse = [&](const std::string& reason) { throw KeySetError{name_of(key, index) + ": " + reason}; };
    const auto has = [&](auto matches) { return std::any_of(keys_.begin(), keys_.end(), matches); };
    if (unusable == UnusableKeys::kRefused) {
        if (has([&](const Key& each) { return !key.kid.empty() && each.kid == key.kid; })) refuse("duplicate 'kid'");
    } else {
        if (has([&](const Key& each) { return is_same(each, key); })) refuse("the same key is there already");
        if (keys_.size() == kMaxKeys) refuse("32 keys can be used before it");
    }
    keys_.push_back(std::move(key));
}

void KeySet::skip(const KeySetError& why) {
    ++skipped_;
    if (skipped_ > kMaxKeys + 1) return;
    why_skipped_ += why_skipped_.empty() ? "" : "; ";
    why_skipped_ += skipped_ <= kMaxKeys ? why.what() : "and others";
}

std::vector<const JwsKey*> KeySet::verifying(std::optional<std::string_view> kid) const {
    std::vector<const JwsKey*> found;
    for (const auto& key : keys_) {
        if (key.verifying && (!kid || key.kid == *kid)) found.push_back(&*key.verifying);
    }
    return found;
}

const Key* KeySet::find_signing(std::optional<std::string_view> kid) const {
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) {
        return each.signing.has_value() && (!kid || each.kid == *kid);
    });
    return key == keys_.end() ? nullptr : &*key;
}

}  // namespace likes::auth
