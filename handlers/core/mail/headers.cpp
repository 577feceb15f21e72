#include "mail/headers.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include <unicode/utf8.h>

#include "base/base64url.hpp"

namespace likes::mail {
namespace {

bool is_name(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

bool is_value(std::string_view value) {
    return !value.empty() && value.front() != ' ' && value.back() != ' ' &&
           std::all_of(value.begin(), value.end(), is_printable);
}

/// A blank with none beside it, at which a line may end: so no line is of blanks alone.
bool is_fold(std::string_view line, std::size_t at) {
    return line[at] == ' ' && at > 0 && at + 1 < line.size() && line[at - 1] != ' ' && line[at + 1] != ' ';
}

/// Where the line is to be folded, at or behind `from`; npos if it ends before.
std::size_t find_fold(std::string_view line, std::size_t from) {
    auto best = std::string_view::npos;
    for (auto at = from; at < line.size(); ++at) {
        if (!is_fold(line, at)) continue;
        if (at > Headers::kLineWanted && best != std::string_view::npos) break;
        best = at;
        if (at > Headers::kLineWanted) break;
    }
    return best;
}

/// Base64 (RFC 4648 section 4) with padding.
std::string base64_encode(std::string_view bytes) {
    std::string text = base64url_encode(bytes);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    constexpr std::size_t kGroup = 4;
    text.append((kGroup - text.size() % kGroup) % kGroup, '=');
    return text;
}

bool needs_no_encoding(std::string_view text) {
    return is_value(text) && text.find("=?") == std::string_view::npos;
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
    // A value may be of an address, a token, a title. None of them is named in the error, which may be logged.
    if (!is_name(name) || !is_value(value)) {
        throw std::invalid_argument{"a header of a mail holds what no header may hold"};
    }
    std::string line = std::string{name} + ": " + std::string{value};
    // Not at the blank behind the name.
    auto from = name.size() + 2;
    std::string folded;
    while (line.size() > kLineWanted) {
        const auto fold = find_fold(line, from);
        if (fold == std::string_view::npos) break;
        if (fold > kLineMax) throw std::invalid_argument{"a header of a mail cannot be folded"};
        folded.append(line, 0, fold).append("\r\n");
        line.erase(0, fold);
        from = 1;
    }
    if (line.size() > kLineMax) throw std::invalid_argument{"a header of a mail is too long"};
    text_ += folded + line + "\r\n";
}

std::string encoded_words(std::string_view text) {
    if (text.empty() || needs_no_encoding(text)) return std::string{text};
    // An encoded word of 75 characters has room for 60 of base64.
    constexpr std::size_t kBytesOfWord = 45;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::string words;
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = begin;
        for (auto next = begin; next < text.size();) {
            U8_FWD_1(bytes, next, text.size());
            if (next - begin > kBytesOfWord) break;
            end = next;
        }
        if (!words.empty()) words += ' ';
        words += "=?UTF-8?B?" + base64_encode(text.substr(begin, end - begin)) + "?=";
        begin = end;
    }
    return words;
}

}  // namespace likes::mail
