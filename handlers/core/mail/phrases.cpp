#include "mail/phrases.hpp"

#include <stdexcept>
#include <vector>

#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

namespace likes::mail {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

icu::Formattable to_icu(const Argument& argument) {
    if (const auto* const text = std::get_if<std::string_view>(&argument)) return icu::Formattable{to_icu(*text)};
    return icu::Formattable{std::get<std::int64_t>(argument)};
}

}  // namespace

std::string say(const Phrase& phrase, Language language,
                std::initializer_list<std::pair<const char*, Argument>> arguments) {
    const bool is_russian = language == Language::kRussian;
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessageFormat format{to_icu(std::string_view{is_russian ? phrase.russian : phrase.english}),
                                    is_russian ? icu::Locale{"ru"} : icu::Locale::getEnglish(), status};
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const auto& [name, value] : arguments) {
        names.push_back(to_icu(std::string_view{name}));
        values.push_back(to_icu(value));
    }
    icu::UnicodeString said;
    format.format(names.data(), values.data(), static_cast<std::int32_t>(values.size()), said, status);
    if (U_FAILURE(status) != 0) throw std::runtime_error{std::string{"a phrase of mails: "} + u_errorName(status)};
    std::string text;
    said.toUTF8String(text);
    return text;
}

}  // namespace likes::mail
