#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace likes::push {

/// A key on the curve P-256, with or without its private half: one end of an agreement (ECDH, RFC 8291 section 3.1). A
/// cheap copy of a shared, immutable key; safe to use from any number of threads at once.
class P256Key {
  public:
    /// The length of an uncompressed point: 0x04, x, y (RFC 8291 section 3.2).
    static constexpr std::size_t kPointBytes = 65;
    static constexpr std::size_t kScalarBytes = 32;

    /// A new pair. Throws std::runtime_error if there is no randomness.
    static P256Key generate();

    /// The public half alone; nullopt if the bytes are no uncompressed point of the curve.
    static std::optional<P256Key> from_point(std::string_view point);

    /// Both halves; nullopt if they are none, or of different pairs.
    static std::optional<P256Key> from_pair(std::string_view point, std::string_view scalar);

    /// The public half, uncompressed.
    const std::string& point() const { return point_; }

    /// The 32 bytes that this key's private half and the other's public half agree on. Throws std::runtime_error if
    /// this key has no private half.
    std::string agree(const P256Key& other) const;

  private:
    P256Key(std::shared_ptr<EVP_PKEY> key, std::string point) : key_{std::move(key)}, point_{std::move(point)} {}

    static std::optional<P256Key> make(std::string_view point, std::string_view scalar);

    std::shared_ptr<EVP_PKEY> key_;
    std::string point_;
};

}  // namespace likes::push
