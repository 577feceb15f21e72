#include "guard/packets.hpp"

#include <utility>

namespace likes::guard {
namespace {

constexpr Fault kMalformedPacket = "a malformed packet";

constexpr std::uint8_t kConnect = 1;
constexpr std::uint8_t kPuback = 4;
constexpr std::uint8_t kMqtt5 = 5;

// The flags of a CONNECT.
constexpr std::uint8_t kCleanSession = 0x02;
constexpr std::uint8_t kWill = 0x04;
constexpr std::uint8_t kUserName = 0x80;

constexpr std::uint8_t kContinues = 0x80;

}  // namespace

Fault Packets::take(std::uint8_t& byte) {
    switch (at_) {
        case At::kType:
            type_ = byte >> 4;
            if (type_ == kConnect && is_connected_) return "a second CONNECT";
            if (type_ != kConnect && !is_connected_) return "the first packet is no CONNECT";
            return go(At::kLength);
        case At::kLength:
            return take_length(byte);
        case At::kBroken:
            return kMalformedPacket;
        default:
            break;
    }
    --left_;
    const auto fault = take_of_connect(byte);
    if (fault.empty() && left_ == 0) end_packet();
    return fault;
}

Fault Packets::take_length(std::uint8_t byte) {
    if (!completes_number(byte)) return digits_ < 4 ? kFine : kMalformedPacket;
    left_ = number_;
    if (left_ > kPacketMax) return "a packet that is too long";
    if (type_ == kConnect) return left_ == 0 ? kMalformedPacket : go(At::kNameLength);
    if (left_ == 0) end_packet();
    return left_ == 0 ? kFine : go(At::kBody, left_);
}

/// As the broker reads it, also where that is more than the standard allows.
Fault Packets::take_of_connect(std::uint8_t& byte) {
    switch (at_) {
        case At::kNameLength:
            return completes_short(byte) ? go(At::kLevel, number_) : kFine;
        case At::kLevel:
            level_ = byte;
            return go(At::kFlags);
        case At::kFlags:
            if (level_ != kMqtt5) byte |= kCleanSession;
            flags_ = byte;
            // In between is the keep-alive.
            return go(level_ == kMqtt5 ? At::kPropertiesLength : At::kClientIdLength, 2);
        case At::kPropertiesLength:
            if (!completes_number(byte)) return digits_ < 4 ? kFine : kMalformedPacket;
            properties_ = number_;
            if (properties_ > kPropertiesMax) return "properties that are too long";
            return after_properties();
        case At::kProperty:
            --properties_;
            return take_property(byte);
        case At::kExpiry:
            byte = 0;
            return --text_left_ > 0 ? kFine : after_properties();
        case At::kPropertyText:
            if (!completes_short(byte)) return kFine;
            return pass_property(number_, texts_ - 1);
        case At::kClientIdLength:
            if (!completes_short(byte)) return kFine;
            text_left_ = number_;
            return text_left_ == 0 ? after_client_id() : go(At::kClientId);
        case At::kClientId:
            client_id_.add(byte);
            return --text_left_ > 0 ? kFine : after_client_id();
        case At::kWillPropertiesLength:
            if (!completes_number(byte)) return digits_ < 4 ? kFine : kMalformedPacket;
            return go(At::kWillTopicLength, number_);
        case At::kWillTopicLength:
            return completes_short(byte) ? go(At::kWillPayloadLength, number_) : kFine;
        case At::kWillPayloadLength:
            if (!completes_short(byte)) return kFine;
            if (number_ > left_) return kMalformedPacket;
            idle_ = number_;
            return after_will();
        case At::kUserLength:
            if (!completes_short(byte)) return kFine;
            text_left_ = number_;
            return text_left_ == 0 ? go(At::kBody, left_) : go(At::kUser);
        case At::kUser:
            user_.add(byte);
            return --text_left_ > 0 ? kFine : go(At::kBody, left_);
        default:
            return kMalformedPacket;
    }
}

/// The properties of a CONNECT (MQTT 5, section 3.1.2.11), each with the bytes of its value.
Fault Packets::take_property(std::uint8_t id) {
    switch (id) {
        case 0x11:  // Session expiry interval
            if (properties_ < 4) return kMalformedPacket;
            properties_ -= 4;
            text_left_ = 4;
            return go(At::kExpiry);
        case 0x17:  // Request problem information
        case 0x19:  // Request response information
            return pass_property(1);
        case 0x21:  // Receive maximum
        case 0x22:  // Topic alias maximum
            return pass_property(2);
        case 0x27:  // Maximum packet size
            return pass_property(4);
        case 0x15:  // Authentication method
        case 0x16:  // Authentication data
            return pass_property(0, 1);
        case 0x26:  // User property
            return pass_property(0, 2);
        default:
            return kMalformedPacket;
    }
}

/// Passes over that many bytes of a property, after which it has so many texts left.
Fault Packets::pass_property(std::uint32_t bytes, std::uint32_t texts) {
    const auto needed = bytes + (texts > 0 ? 2 : 0);
    if (needed > properties_) return kMalformedPacket;
    properties_ -= needed;
    texts_ = texts;
    if (texts > 0) return go(At::kPropertyText, bytes);
    if (bytes > left_) return kMalformedPacket;
    const auto fault = after_properties();
    idle_ = bytes;
    return fault;
}

Fault Packets::after_properties() {
    if (properties_ > left_) return kMalformedPacket;
    return go(properties_ > 0 ? At::kProperty : At::kClientIdLength);
}

Fault Packets::after_client_id() {
    if ((flags_ & kWill) == 0) return after_will();
    return go(level_ == kMqtt5 ? At::kWillPropertiesLength : At::kWillTopicLength);
}

/// The password follows the user's name, and is none of our business.
Fault Packets::after_will() {
    if ((flags_ & kUserName) != 0) return go(At::kUserLength, idle_);
    return go(At::kBody, left_);
}

Fault Packets::go(At at, std::uint32_t idle) {
    if (idle > left_) return kMalformedPacket;
    at_ = at;
    idle_ = idle;
    number_ = 0;
    digits_ = 0;
    return kFine;
}

/// Seven bits a byte, the least significant first, four bytes at most.
bool Packets::completes_number(std::uint8_t byte) {
    number_ |= static_cast<std::uint32_t>(byte & ~kContinues) << (7 * digits_++);
    return (byte & kContinues) == 0;
}

/// Two bytes, the most significant first.
bool Packets::completes_short(std::uint8_t byte) {
    number_ = number_ << 8 | byte;
    return ++digits_ == 2;
}

void Packets::end_packet() {
    // A CONNECT that ends before its last field.
    if (type_ == kConnect && at_ != At::kBody) {
        at_ = At::kBroken;
        return;
    }
    is_connected_ = true;
    ++count_;
    if (type_ == kPuback) ++acknowledgements_;
    at_ = At::kType;
}

}  // namespace likes::guard
