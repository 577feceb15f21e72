#include "push/message.hpp"

#include <cstddef>

#include "base/utf8.hpp"

namespace likes::push {

std::string tag_of(const Uuid& message) {
    return "m." + message.to_string();
}

std::string shortened(std::string_view name, std::size_t characters) {
    auto text = to_utf8(name);
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_first_byte = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (is_first_byte && count++ == characters) {
            text.resize(i);
            break;
        }
    }
    return text;
}

}  // namespace likes::push
