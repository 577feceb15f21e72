#include "auth/key_set.hpp"

#include <algorithm>

#include "auth/jwk.hpp"
#include "base/json.hpp"

namespace likes::auth {

KeySet KeySet::parse(std::string_view json) {
    if (json.size() > kMaxBytes) throw KeySetError{"JWKS: larger than 64 KiB"};
    rapidjson::Document document;
    if (!parse_strict_object(json, document)) {
        throw KeySetError{"JWKS: not one JSON object in UTF-8 without duplicate members"};
    }
    const auto* list = find_member(document, "keys");
    if (list == nullptr || !list->IsArray()) throw KeySetError{"JWKS: no array 'keys'"};
    if (list->Empty() || list->Size() > kMaxKeys) throw KeySetError{"JWKS: not 1 to 32 keys"};

    KeySet set;
    for (const auto& jwk : list->GetArray()) {
        const auto index = set.keys_.size();
        auto key = parse_jwk(jwk, index);
        if (key.kid.empty() && list->Size() > 1) {
            throw KeySetError{"JWKS key " + std::to_string(index) + ": 'kid' is missing in a set of several keys"};
        }
        if (set.find(key.kid) != nullptr) {
            throw KeySetError{"JWKS key " + std::to_string(index) + " (kid \"" + key.kid + "\"): duplicate 'kid'"};
        }
        set.keys_.push_back(std::move(key));
    }
    return set;
}

const Key* KeySet::find(std::optional<std::string_view> kid) const {
    if (!kid) return keys_.size() == 1 ? &keys_.front() : nullptr;
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) { return each.kid == *kid; });
    return key == keys_.end() ? nullptr : &*key;
}

const Key* KeySet::find_signing(std::optional<std::string_view> kid) const {
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) {
        return each.signing.has_value() && (!kid || each.kid == *kid);
    });
    return key == keys_.end() ? nullptr : &*key;
}

bool KeySet::has_secrets() const {
    return std::any_of(keys_.begin(), keys_.end(), [](const Key& key) { return key.secret; });
}

}  // namespace likes::auth
