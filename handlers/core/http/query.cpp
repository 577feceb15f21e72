#include "http/query.hpp"

#include <algorithm>
#include <charconv>

#include "http/response.hpp"

namespace likes::http {
namespace {

std::string decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            unsigned char byte = 0;
            const char* const digits = text.data() + i + 1;
            if (text.size() - i < 3 || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
                throw Problem{400, "The query holds a broken % sequence."};
            }
            decoded += static_cast<char>(byte);
            i += 2;
        }
    }
    return decoded;
}

}  // namespace

Query Query::parse(std::string_view text, std::initializer_list<std::string_view> known) {
    Query query;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto parameter = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (parameter.empty()) continue;
        const auto equals = parameter.find('=');
        std::string name = decode(parameter.substr(0, equals));
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw Problem{400, "The query holds an unknown parameter."};
        }
        std::string value = equals == std::string_view::npos ? "" : decode(parameter.substr(equals + 1));
        if (!query.values_.emplace(name, std::move(value)).second) {
            throw Problem{400, "The query holds the parameter '" + name + "' twice."};
        }
    }
    return query;
}

std::optional<std::string_view> Query::get(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

std::size_t Query::number(std::string_view name, std::size_t min, std::size_t max, std::size_t fallback) const {
    const auto text = get(name);
    if (!text) return fallback;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < min || value > max) {
        throw Problem{400, "The parameter '" + std::string{name} + "' must be a whole number from " +
                               std::to_string(min) + " to " + std::to_string(max) + "."};
    }
    return value;
}

}  // namespace likes::http
