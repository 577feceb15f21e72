#include "unit/push/decoder.hpp"

#include <array>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

#include "unit/auth/test_keys.hpp"

namespace likes::push::test {
namespace {

using auth::test::hmac_sha256;
using std::string_view_literals::operator""sv;

void require_of_body(bool holds) {
    if (!holds) throw std::runtime_error{"no push that a browser would take"};
}

const unsigned char* octets_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// HKDF (RFC 5869) of at most one block.
std::string derive(std::string_view salt, std::string_view secret, std::string info, std::size_t length) {
    return hmac_sha256(hmac_sha256(salt, secret), info + '\x01').substr(0, length);
}

std::string open(std::string_view sealed, const std::string& key, const std::string& nonce) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(),
                                                                                  EVP_CIPHER_CTX_free};
    require_of_body(sealed.size() > 16);
    auto tag = std::string{sealed.substr(sealed.size() - 16)};
    sealed.remove_suffix(16);
    std::string text(sealed.size(), '\0');
    int length = 0;
    auto* out = reinterpret_cast<unsigned char*>(text.data());
    require_of_body(
        EVP_DecryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, octets_of(key), octets_of(nonce)) == 1 &&
        EVP_DecryptUpdate(context.get(), out, &length, octets_of(sealed), static_cast<int>(sealed.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, 16, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), out + length, &length) == 1);
    return text;
}

/// With delimiter and padding.
std::string decode_record(std::string_view body, const P256Key& own, std::string_view auth) {
    require_of_body(body.size() > 86 && body.size() <= 4096 && body.substr(16, 4) == "\0\0\x10\0"sv && body[20] == 65);
    const auto salt = body.substr(0, 16);
    const auto sender = P256Key::from_point(body.substr(21, 65));
    require_of_body(sender.has_value());
    const auto material =
        derive(auth, own.agree(*sender), std::string{"WebPush: info\0"sv} + own.point() + sender->point(), 32);
    const auto key = derive(salt, material, std::string{"Content-Encoding: aes128gcm\0"sv}, 16);
    const auto nonce = derive(salt, material, std::string{"Content-Encoding: nonce\0"sv}, 12);
    return open(body.substr(86), key, nonce);
}

std::size_t delimiter_in(const std::string& padded) {
    const auto delimiter = padded.find_last_not_of('\0');
    require_of_body(delimiter != std::string::npos && padded[delimiter] == '\x02');
    return delimiter;
}

}  // namespace

std::string decode(std::string_view body, const P256Key& own, std::string_view auth) {
    const auto padded = decode_record(body, own, auth);
    return padded.substr(0, delimiter_in(padded));
}

std::size_t padding_of(std::string_view body, const P256Key& own, std::string_view auth) {
    const auto padded = decode_record(body, own, auth);
    return padded.size() - delimiter_in(padded) - 1;
}

}  // namespace likes::push::test
