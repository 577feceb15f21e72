#include "numbered.hpp"

#include <cstdio>
#include <stdexcept>

namespace likes::bench {

std::string uuid(unsigned group, std::size_t number) {
    std::string text(36, '\0');
    const int length = std::snprintf(text.data(), text.size() + 1, "00000000-0000-4000-%04x-%012zx", group, number);
    if (static_cast<std::size_t>(length) != text.size()) throw std::logic_error{"not a UUID"};
    return text;
}

std::string user_id(std::size_t user) {
    const std::string digits = std::to_string(user);
    return "user" + std::string(4 - digits.size(), '0') + digits;
}

std::string chat_id(std::size_t chat) {
    return uuid(0x9000, chat);
}

std::string message_id(std::size_t message) {
    return uuid(0x8000, message * 64);
}

}  // namespace likes::bench
