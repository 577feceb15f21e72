#include "guard/frames.hpp"

#include <algorithm>

namespace likes::guard {
namespace {

constexpr Fault kMalformedFrame = "a malformed frame";

// The first byte of a frame, and the second.
constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kOpcode = 0x0F;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kIn16Bits = 126;
constexpr std::uint8_t kIn64Bits = 127;

bool is_opcode_of_mqtt(std::uint8_t opcode) {
    constexpr std::uint8_t kContinuation = 0;
    constexpr std::uint8_t kBinary = 2;
    constexpr std::uint8_t kClose = 8;
    constexpr std::uint8_t kPong = 10;
    return opcode == kContinuation || opcode == kBinary || (opcode >= kClose && opcode <= kPong);
}

}  // namespace

Fault take(std::span<std::uint8_t> bytes, Packets& packets) {
    for (std::size_t i = 0; i < bytes.size();) {
        if (const auto skipped = packets.skip(bytes.size() - i); skipped > 0) {
            i += skipped;
        } else if (const auto fault = packets.take(bytes[i++]); !fault.empty()) {
            return fault;
        }
    }
    return kFine;
}

Fault Frames::take(std::span<std::uint8_t> bytes, Packets& packets) {
    for (std::size_t i = 0; i < bytes.size();) {
        if (at_ != At::kPayload) {
            if (const auto fault = take_of_header(bytes[i++]); !fault.empty()) return fault;
            continue;
        }
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size() - i, left_));
        const auto fault = take_payload(bytes.subspan(i, size), packets);
        if (!fault.empty()) return fault;
        i += size;
        left_ -= size;
        if (left_ == 0) at_ = At::kOpcode;
    }
    return kFine;
}

Fault Frames::take_of_header(std::uint8_t byte) {
    switch (at_) {
        case At::kOpcode:
            if ((byte & kReserved) != 0 || !is_opcode_of_mqtt(byte & kOpcode)) return kMalformedFrame;
            is_control_ = (byte & 0x08) != 0;
            if (is_control_ && (byte & kFinal) == 0) return kMalformedFrame;
            at_ = At::kLength;
            return kFine;
        case At::kLength:
            if ((byte & kMasked) == 0) return kMalformedFrame;
            left_ = byte & ~kMasked;
            if (is_control_ && left_ >= kIn16Bits) return kMalformedFrame;
            if (left_ == kIn16Bits || left_ == kIn64Bits) {
                expect(At::kLongLength, left_ == kIn16Bits ? 2 : 8);
                left_ = 0;
            } else {
                expect(At::kMask, 4);
            }
            return kFine;
        case At::kLongLength:
            left_ = left_ << 8 | byte;
            if (--wanted_ > 0) return kFine;
            if (left_ >> 63 != 0) return kMalformedFrame;
            expect(At::kMask, 4);
            return kFine;
        default:
            mask_[4 - wanted_] = byte;
            if (--wanted_ > 0) return kFine;
            masked_ = 0;
            at_ = left_ > 0 ? At::kPayload : At::kOpcode;
            return kFine;
    }
}

/// Unmasks no more than what the packets must see, and masks it again.
Fault Frames::take_payload(std::span<std::uint8_t> bytes, Packets& packets) {
    if (is_control_) return kFine;
    for (std::size_t i = 0; i < bytes.size();) {
        if (const auto skipped = packets.skip(bytes.size() - i); skipped > 0) {
            i += skipped;
            masked_ += skipped;
            continue;
        }
        const auto mask = mask_[masked_++ % mask_.size()];
        bytes[i] ^= mask;
        if (const auto fault = packets.take(bytes[i]); !fault.empty()) return fault;
        bytes[i++] ^= mask;
    }
    return kFine;
}

void Frames::expect(At at, unsigned bytes) {
    at_ = at;
    wanted_ = bytes;
}

}  // namespace likes::guard
