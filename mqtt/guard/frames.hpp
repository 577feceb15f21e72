#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "guard/packets.hpp"

namespace likes::guard {

/// Takes the next bytes of a connection that is MQTT and nothing else. May change them.
Fault take(std::span<std::uint8_t> bytes, Packets& packets);

/// Follows the frames that the client of a WebSocket sends (RFC 6455, section 5.2), after its handshake, and hands on
/// the packets that they hold. Packets and frames need not end together.
class Frames {
  public:
    /// Takes the next bytes. May change them.
    Fault take(std::span<std::uint8_t> bytes, Packets& packets);

  private:
    enum class At : std::uint8_t { kOpcode, kLength, kLongLength, kMask, kPayload };

    Fault take_of_header(std::uint8_t byte);
    Fault take_payload(std::span<std::uint8_t> bytes, Packets& packets);
    void expect(At at, unsigned bytes);

    At at_ = At::kOpcode;
    bool is_control_ = false;
    unsigned wanted_ = 0;     ///< Bytes of the length or of the mask to come.
    std::uint64_t left_ = 0;  ///< Bytes of the payload to come.
    std::array<std::uint8_t, 4> mask_{};
    std::size_t masked_ = 0;  ///< Bytes of the payload taken.
};

}  // namespace likes::guard
