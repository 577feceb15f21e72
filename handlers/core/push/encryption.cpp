#include "push/encryption.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

namespace likes::push {
namespace {

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kSecretBytes = 32;
/// After the text of the last record (RFC 8188 section 2).
constexpr char kLastDelimiter = 0x02;

struct FreeCipherPart {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

OSSL_PARAM octets(const char* name, std::string_view bytes) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

/// HKDF with SHA-256 (RFC 5869), both steps. The texts that name a key end with a zero byte here.
std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info, std::size_t length) {
    const std::unique_ptr<EVP_KDF, FreeCipherPart> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    const std::unique_ptr<EVP_KDF_CTX, FreeCipherPart> context{kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr};
    std::string digest{"SHA256"};
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_SALT, salt),
        octets(OSSL_KDF_PARAM_KEY, secret),
        octets(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end(),
    };
    std::string derived(length, '\0');
    if (!context || EVP_KDF_derive(context.get(), bytes_of(derived), derived.size(), parameters.data()) != 1) {
        throw std::runtime_error{"no key can be derived for a push"};
    }
    return derived;
}

std::string seal(std::string text, std::string& key, std::string& nonce) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipherPart> context{EVP_CIPHER_CTX_new()};
    std::string sealed(text.size() + kTagBytes, '\0');
    int length = 0;
    int rest = 0;
    if (!context ||
        EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes_of(key), bytes_of(nonce)) != 1 ||
        EVP_EncryptUpdate(context.get(), bytes_of(sealed), &length, bytes_of(text), static_cast<int>(text.size())) !=
            1 ||
        EVP_EncryptFinal_ex(context.get(), bytes_of(sealed) + length, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes),
                            bytes_of(sealed) + text.size()) != 1) {
        throw std::runtime_error{"a push cannot be encrypted"};
    }
    return sealed;
}

std::string header_of(std::string_view salt, std::string_view id) {
    std::string header{salt};
    for (const auto shift : {24U, 16U, 8U, 0U}) header += static_cast<char>((kRecordBytes >> shift) & 0xFFU);
    header += static_cast<char>(id.size());
    return header.append(id);
}

/// Of a text and its delimiter, and never beyond the record.
std::size_t padding_of(std::size_t text) {
    const auto filled = (text + 1 + kPaddedTo - 1) / kPaddedTo * kPaddedTo;
    return std::min(filled, kPayloadMax + 1) - text - 1;
}

}  // namespace

OneTime OneTime::fresh() {
    OneTime once{P256Key::generate(), std::string(kSaltBytes, '\0')};
    if (RAND_bytes(bytes_of(once.salt), static_cast<int>(kSaltBytes)) != 1) {
        throw std::runtime_error{"there is no randomness for a push"};
    }
    return once;
}

std::string encode_record(std::string_view text, std::size_t padding, std::string_view keying_material,
                          std::string_view salt, std::string_view id) {
    using std::string_view_literals::operator""sv;
    if (salt.size() != kSaltBytes || id.size() > 255) throw std::runtime_error{"the salt of a push is malformed"};
    if (text.size() > kRecordBytes || padding > kRecordBytes || text.size() + 1 + padding + kTagBytes > kRecordBytes) {
        throw std::length_error{"a push is too long for one record"};
    }
    auto key = hkdf(salt, keying_material, "Content-Encoding: aes128gcm\0"sv, kKeyBytes);
    // Of the first record, whose number is 0; so nothing is added to it (RFC 8188 section 2.3).
    auto nonce = hkdf(salt, keying_material, "Content-Encoding: nonce\0"sv, kNonceBytes);
    std::string padded{text};
    padded += kLastDelimiter;
    padded.append(padding, '\0');
    return header_of(salt, id) + seal(std::move(padded), key, nonce);
}

std::string encrypt(std::string_view text, std::size_t padding, const Receiver& receiver, const OneTime& once) {
    using std::string_view_literals::operator""sv;
    if (text.size() > kPayloadMax || padding > kPayloadMax - text.size()) {
        throw std::length_error{"a push is too long for every push service to take it"};
    }
    // RFC 8291 section 3.4.
    std::string info{"WebPush: info\0"sv};
    info += receiver.key.point() + once.key.point();
    const auto material = hkdf(receiver.auth, once.key.agree(receiver.key), info, kSecretBytes);
    return encode_record(text, padding, material, once.salt, once.key.point());
}

std::string encrypt(std::string_view text, const Receiver& receiver, const OneTime& once) {
    if (text.size() > kPayloadMax) return encrypt(text, 0, receiver, once);
    return encrypt(text, padding_of(text.size()), receiver, once);
}

}  // namespace likes::push
