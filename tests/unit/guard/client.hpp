#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What clients send, by hand.
namespace likes::guard::test {

inline std::string number(std::size_t value) {
    std::string bytes;
    do {
        const auto more = value >= 128 ? 128 : 0;
        bytes += static_cast<char>(value % 128 + static_cast<std::size_t>(more));
        value /= 128;
    } while (value > 0);
    return bytes;
}

inline std::string text(std::string_view value) {
    return {std::string{static_cast<char>(value.size() / 256), static_cast<char>(value.size() % 256)} +
            std::string{value}};
}

inline std::string user_property(std::string_view name, std::string_view value) {
    return '\x26' + text(name) + text(value);
}

inline std::string packet(unsigned type_and_flags, std::string_view body) {
    return static_cast<char>(type_and_flags) + number(body.size()) + std::string{body};
}

/// A CONNECT; `level` is 4 for MQTT 3.1.1.
struct Connect {
    int level = 5;
    unsigned flags = 0xC0;  ///< User name and password.
    std::string properties{};
    std::string client_id = "phone";
    std::string will{};  ///< With its flag: its properties, its topic and its payload.
    std::string user = "alice";
    std::string password = "secret";

    std::string bytes() const {
        std::string body = text("MQTT") + static_cast<char>(level) + static_cast<char>(flags) + '\0' + '\x3C';
        if (level == 5) body += number(properties.size()) + properties;
        body += text(client_id) + will;
        if ((flags & 0x80) != 0) body += text(user);
        if ((flags & 0x40) != 0) body += text(password);
        return packet(0x10, body);
    }
};

inline std::span<std::uint8_t> bytes_of(std::string& text) {
    return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

}  // namespace likes::guard::test
