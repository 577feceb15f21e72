#include "base/user_id.hpp"

#include <algorithm>

namespace likes {
namespace {

constexpr bool is_user_id_char(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '~' || c == '@' || c == ':' || c == '-' || c == '|' || c == '/' || c == '+' || c == '=';
}

}  // namespace

std::optional<UserId> UserId::parse(std::string_view text) {
    if (text.empty() || text.size() > kMaxLength) return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), is_user_id_char)) return std::nullopt;
    return UserId{std::string{text}};
}

}  // namespace likes
