#include "mail/address.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace likes::mail {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// `atext` of RFC 5322 section 3.2.3.
bool is_atom_character(char c) {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

bool is_local(std::string_view text) {
    if (text.size() > Address::kLocalMaxLength) return false;
    const auto atoms = split(text, '.');
    return std::all_of(atoms.begin(), atoms.end(), [](std::string_view atom) {
        return !atom.empty() && std::all_of(atom.begin(), atom.end(), is_atom_character);
    });
}

bool is_label(std::string_view label) {
    constexpr std::size_t kLabelMaxLength = 63;
    return !label.empty() && label.size() <= kLabelMaxLength && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return c == '-' || is_letter_or_digit(c); });
}

}  // namespace

bool is_domain(std::string_view text) {
    constexpr std::size_t kDomainMaxLength = 253;
    if (text.size() > kDomainMaxLength) return false;
    const auto labels = split(text, '.');
    return labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), is_label) &&
           !std::all_of(labels.back().begin(), labels.back().end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Address> Address::parse(std::string_view text) {
    if (text.size() > kMaxLength) return std::nullopt;
    const auto at = text.find('@');
    if (at == std::string_view::npos || !is_local(text.substr(0, at)) || !is_domain(text.substr(at + 1))) {
        return std::nullopt;
    }
    return Address{std::string{text}, at};
}

Sha256 hash_of(const Address& address) {
    std::string text = address.str();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return sha256(text);
}

}  // namespace likes::mail
