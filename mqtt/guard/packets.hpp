#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace likes::guard {

/// Why a connection is ended, a fixed text for the log. Empty: it is not.
using Fault = std::string_view;
constexpr Fault kFine{};

/// What a client says of itself, for the log: the beginning, and in ASCII.
class Excerpt {
  public:
    void add(std::uint8_t byte) {
        if (size_ < text_.size()) text_[size_++] = byte < 0x80 ? static_cast<char>(byte) : '?';
    }
    std::string_view text() const { return {text_.data(), size_}; }

  private:
    std::array<char, 128> text_{};
    std::size_t size_ = 0;
};

/// Follows the packets that a client sends (MQTT 3.1.1 and 5) from the first byte of its connection to the last, in
/// constant memory. The broker takes the memory that a packet announces, and on a WebSocket it does so whatever the
/// length; so the length is looked at before the broker sees it. The first packet must be a CONNECT, and no other may.
///
/// A CONNECT passes with one change, which is as long as what it replaces: the session ends with the connection. The
/// broker keeps nothing for a client that is away, and a session that it keeps would take memory for an hour.
class Packets {
  public:
    /// Longer ones are refused. The longest that any client needs is a SUBSCRIBE for the topics of a token, or a
    /// CONNECT with the token: a third of this.
    static constexpr std::uint32_t kPacketMax = 16 * 1024;
    /// Of a CONNECT. The broker takes them apart before it looks at the password: three thousand in two milliseconds.
    static constexpr std::uint32_t kPropertiesMax = 1024;

    /// Passes over as many of the next `count` bytes as are the same to us whatever they are; returns how many.
    std::size_t skip(std::size_t count) {
        const auto skipped = std::min<std::size_t>(count, idle_);
        if (skipped == 0) return 0;
        idle_ -= static_cast<std::uint32_t>(skipped);
        left_ -= static_cast<std::uint32_t>(skipped);
        if (left_ == 0) end_packet();
        return skipped;
    }

    /// The next byte, which skip() does not pass over. After a fault nothing more may be asked.
    Fault take(std::uint8_t& byte);

    /// There has been a complete CONNECT.
    bool is_connected() const { return is_connected_; }
    /// How many packets have ended, and how many of them were the answer to an event.
    std::uint64_t count() const { return count_; }
    std::uint64_t acknowledgements() const { return acknowledgements_; }
    std::string_view client_id() const { return client_id_.text(); }
    std::string_view user() const { return user_.text(); }

  private:
    /// What the next byte is, once `idle_` bytes have passed.
    enum class At : std::uint8_t {
        kType,
        kLength,
        kBody,
        // Of a CONNECT, in its order.
        kNameLength,
        kLevel,
        kFlags,
        kPropertiesLength,
        kProperty,
        kExpiry,
        kPropertyText,
        kClientIdLength,
        kClientId,
        kWillPropertiesLength,
        kWillTopicLength,
        kWillPayloadLength,
        kUserLength,
        kUser,
        kBroken,
    };

    Fault take_length(std::uint8_t byte);
    Fault take_of_connect(std::uint8_t& byte);
    Fault take_property(std::uint8_t id);
    Fault pass_property(std::uint32_t bytes, std::uint32_t texts = 0);
    Fault after_properties();
    Fault after_client_id();
    Fault after_will();

    Fault go(At at, std::uint32_t idle = 0);
    bool completes_number(std::uint8_t byte);
    bool completes_short(std::uint8_t byte);
    void end_packet();

    At at_ = At::kType;
    bool is_connected_ = false;
    std::uint8_t type_ = 0;   ///< Of the packet.
    std::uint32_t left_ = 0;  ///< Of the packet.
    std::uint32_t idle_ = 0;  ///< Of those the next, which are of no interest.
    std::uint64_t count_ = 0;
    std::uint64_t acknowledgements_ = 0;

    // The number that is being read, the most significant byte first or, of variable length, last.
    std::uint32_t number_ = 0;
    unsigned digits_ = 0;

    std::uint8_t level_ = 0;
    std::uint8_t flags_ = 0;
    std::uint32_t properties_ = 0;  ///< Bytes left of them.
    std::uint32_t texts_ = 0;       ///< Left of the property.
    std::uint32_t text_left_ = 0;
    Excerpt client_id_;
    Excerpt user_;
};

}  // namespace likes::guard
