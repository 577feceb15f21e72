#include "realtime/topics.hpp"

#include <algorithm>
#include <cstddef>

namespace likes::realtime {
namespace {

constexpr std::string_view kEventsPrefix = "chats/";
constexpr std::string_view kEventsSuffix = "/events";
constexpr std::string_view kNoticesPrefix = "users/";
constexpr std::string_view kNoticesSuffix = "/notices";

/// What is between them; nullopt if the text is of another form.
std::optional<std::string_view> between(std::string_view prefix, std::string_view text, std::string_view suffix) {
    if (!text.starts_with(prefix) || !text.ends_with(suffix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    if (text.size() < suffix.size()) return std::nullopt;
    text.remove_suffix(suffix.size());
    return text;
}

/// The characters of a user id that stand for themselves.
bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += {'%', kDigits[byte / kDigits.size()], kDigits[byte % kDigits.size()]};
        }
    }
    return encoded;
}

std::optional<unsigned> digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

/// Undoes percent_encoded; nullopt for a text that it does not write.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        const char c = text.front();
        if (is_unreserved(c)) {
            decoded += c;
            text.remove_prefix(1);
            continue;
        }
        if (c != '%' || text.size() < 3) return std::nullopt;
        const auto high = digit_of(text[1]);
        const auto low = digit_of(text[2]);
        if (!high || !low) return std::nullopt;
        decoded += static_cast<char>(*high * 16 + *low);
        if (is_unreserved(decoded.back())) return std::nullopt;
        text.remove_prefix(3);
    }
    return decoded;
}

}  // namespace

std::string events_topic(const Uuid& chat) {
    return std::string{kEventsPrefix} + chat.to_string() + std::string{kEventsSuffix};
}

std::optional<Uuid> chat_of_events_topic(std::string_view topic) {
    const auto chat = between(kEventsPrefix, topic, kEventsSuffix);
    if (!chat) return std::nullopt;
    if (std::any_of(chat->begin(), chat->end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
    return Uuid::parse(*chat);
}

std::string notices_topic(const UserId& user) {
    return std::string{kNoticesPrefix} + percent_encoded(user.str()) + std::string{kNoticesSuffix};
}

std::optional<UserId> user_of_notices_topic(std::string_view topic) {
    // The broker hands over topics of up to 65,535 bytes.
    constexpr std::size_t kEncodedMax = 3 * UserId::kMaxLength;
    const auto level = between(kNoticesPrefix, topic, kNoticesSuffix);
    if (!level || level->size() > kEncodedMax) return std::nullopt;
    const auto user = percent_decoded(*level);
    return user ? UserId::parse(*user) : std::nullopt;
}

}  // namespace likes::realtime
