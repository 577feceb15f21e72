#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "push/p256_key.hpp"

/// The encryption of what a push service carries and must not read: one record of `aes128gcm` (RFC 8188) under keys
/// that the browser and we agree on (RFC 8291).
namespace likes::push {

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kAuthBytes = 16;

/// The length of a record that the header announces (RFC 8188 section 2.1), and the longest body that every push
/// service takes (RFC 8291 section 4).
inline constexpr std::size_t kRecordBytes = 4096;

/// The longest text that then fits: without header (86), tag (16) and delimiter.
inline constexpr std::size_t kPayloadMax = 3993;

/// Texts are filled up to a multiple of this, so that their length does not tell how many names they hold.
inline constexpr std::size_t kPaddedTo = 128;

/// The browser's end: its key, and the secret by which a push service that knows the key alone can read nothing.
struct Receiver {
    P256Key key;
    /// kAuthBytes.
    std::string auth;
};

/// What is made anew for each push, and used once.
struct OneTime {
    P256Key key;
    /// kSaltBytes.
    std::string salt;

    /// Throws std::runtime_error if there is no randomness.
    static OneTime fresh();
};

/// A whole message of one record (RFC 8188 section 2): header, then the encrypted text, delimiter and padding. `id`, at
/// most 255 bytes, is the header's `keyid`. Throws std::length_error if it does not fit into kRecordBytes,
/// std::runtime_error if the salt has another length.
std::string encode_record(std::string_view text, std::size_t padding, std::string_view keying_material,
                          std::string_view salt, std::string_view id);

/// The body of a push to that browser. `text` is filled up to a multiple of kPaddedTo, as far as it fits. Throws
/// std::length_error for a text of more than kPayloadMax bytes.
std::string encrypt(std::string_view text, const Receiver& receiver, const OneTime& once);

/// The same with that much padding.
std::string encrypt(std::string_view text, std::size_t padding, const Receiver& receiver, const OneTime& once);

}  // namespace likes::push
