#include "web/query.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "web/response.hpp"

namespace likes::web {
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

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Query Query::parse(std::string_view text, std::initializer_list<std::string_view> known,
                   std::initializer_list<std::string_view> lists) {
    Query query;
    for (auto parameter : split(text, '&')) {
        if (parameter.empty()) continue;
        std::string name = decode(take_until(parameter, '='));
        const bool is_list = contains(lists, name);
        if (!is_list && !contains(known, name)) throw Problem{400, "The query holds an unknown parameter."};
        std::string value = decode(parameter);
        const auto [given, is_first] = query.values_.try_emplace(std::move(name), std::move(value));
        if (is_first) continue;
        if (!is_list) throw Problem{400, "The query holds the parameter '" + given->first + "' twice."};
        given->second.append(",").append(value);
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
    const auto value = parse_number(*text, min, max);
    if (!value) {
        throw Problem{400, "The parameter '" + std::string{name} + "' must be a whole number from " +
                               std::to_string(min) + " to " + std::to_string(max) + "."};
    }
    return *value;
}

}  // namespace likes::web
