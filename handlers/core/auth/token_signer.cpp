#include "auth/token_signer.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/json.hpp"

namespace likes::auth {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                                 rapidjson::kWriteValidateEncodingFlag>;

void write_text_claim(Writer& writer, const char* name, std::string_view text) {
    writer.Key(name);
    if (!writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()))) {
        throw std::invalid_argument{"the claim '" + std::string{name} + "' is not UTF-8"};
    }
}

void write_date_claim(Writer& writer, const char* name, Time time) {
    writer.Key(name);
    writer.Int64(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

void write_json_claim(Writer& writer, const std::string& name, const std::string& json) {
    rapidjson::Document value;
    if (!parse_strict_json(json, value)) {
        throw std::invalid_argument{"the claim '" + name + "' is not one JSON value in UTF-8"};
    }
    if (!writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())) || !value.Accept(writer)) {
        throw std::invalid_argument{"the name of an extra claim is not UTF-8"};
    }
}

}  // namespace

TokenSigner::TokenSigner(const KeySet& keys, std::string type, std::optional<std::string_view> kid)
    : type_{std::move(type)} {
    const Key* key = keys.find_signing(kid);
    if (key == nullptr) throw KeySetError{kid ? "JWKS: no such key that can sign" : "JWKS: no key that can sign"};
    key_ = *key;
}

std::string TokenSigner::sign(const TokenClaims& claims) const {
    for (const auto* name : {"sub", "iat", "exp", "iss", "aud", "nbf"}) {
        if (claims.extra.contains(name)) {
            throw std::invalid_argument{"the claim '" + std::string{name} + "' must not be among the extra claims"};
        }
    }
    rapidjson::StringBuffer buffer;
    Writer writer{buffer};
    writer.StartObject();
    write_text_claim(writer, "sub", claims.subject.str());
    write_date_claim(writer, "iat", claims.issued_at);
    write_date_claim(writer, "exp", claims.expires_at);
    if (claims.issuer) write_text_claim(writer, "iss", *claims.issuer);
    if (claims.audience) write_text_claim(writer, "aud", *claims.audience);
    for (const auto& [name, json] : claims.extra) write_json_claim(writer, name, json);
    writer.EndObject();
    return key_.signing->sign(type_, key_.kid, {buffer.GetString(), buffer.GetSize()});
}

}  // namespace likes::auth
