#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/writer.hpp"

/// What mails say, in the languages that there are texts in.
namespace likes::mail {

enum class Language { kEnglish, kRussian };

/// The language for a user whose locale is that one (BCP 47, such as `ru-RU`): English, if there are no texts in
/// theirs.
Language language_of(std::string_view locale);

/// `en`, `ru`.
std::string_view code_of(Language language);

/// How one message of the recipient's stands.
struct Told {
    /// Whom it names, newest first, at least one: as others see them. Each is one line (is_one_line).
    std::vector<std::string> names;
    /// How many people react; 0: so many that only the reactions are counted.
    std::uint32_t actors = 0;
    /// How many reactions there are.
    std::uint64_t reactions = 0;
    /// What its chat is called: one line; nullopt if it is called nothing.
    std::optional<std::string> chat_title;
    /// Where it can be read. https.
    std::string url;
    /// What it begins with: one line; nullopt if mails quote nothing.
    std::optional<std::string> excerpt = std::nullopt;
};

/// Where the reader of a mail can go to have less of it. https.
struct Ways {
    std::string unsubscribe_url;
    std::string settings_url;
};

/// The longest name and the longest title that a letter shows, and the longest quotation, in characters.
inline constexpr std::size_t kNameMax = 60;
inline constexpr std::size_t kTitleMax = 60;
inline constexpr std::size_t kExcerptMax = 200;

/// About one message.
Letter notice_letter(const Told& told, const Ways& ways, Language language);

/// The messages that a digest names; the others it only counts.
inline constexpr std::size_t kDigestLines = 10;

/// About several messages, of which `told` has the first kDigestLines at most and `total` is the number. REQUIRES:
/// there is one.
Letter digest_letter(const std::vector<Told>& told, std::size_t total, const Ways& ways, Language language);

/// The text as it stands in HTML, also in an attribute between double quotes.
std::string html_escaped(std::string_view text);

}  // namespace likes::mail
