#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "mail/letters.hpp"

/// The texts that letters are put together from.
namespace likes::mail {

/// A phrase in each language: an ICU MessageFormat pattern, in which an argument is named in braces.
struct Phrase {
    const char* english;
    const char* russian;
};

using Argument = std::variant<std::string_view, std::int64_t>;

/// The phrase with its arguments. What an argument holds is never read as a pattern. Throws std::runtime_error if the
/// pattern is wrong.
std::string say(const Phrase& phrase, Language language,
                std::initializer_list<std::pair<const char*, Argument>> arguments);

namespace phrases {

/// a, b: names; others: people besides a.
inline constexpr Phrase kOne{"{a}", "{a}"};
inline constexpr Phrase kTwo{"{a} and {b}", "{a} и {b}"};
inline constexpr Phrase kMore{
    "{a} and {others, plural, one {# other} other {# others}}",
    "{a} и ещё {others, plural, one {# человек} few {# человека} many {# человек} other {# человека}}"};

/// who: one of the above; count: people.
inline constexpr Phrase kReacted{"{who} reacted to your message",
                                 "{count, plural, =1 {Новая реакция} other {Новые реакции}} на ваше сообщение: {who}"};
inline constexpr Phrase kReactedIn{
    "{who} reacted to your message in {title}",
    "{count, plural, =1 {Новая реакция} other {Новые реакции}} на ваше сообщение в чате «{title}»: {who}"};

/// count: reactions.
inline constexpr Phrase kMany{
    "{count, plural, one {# reaction} other {# reactions}} to your message",
    "{count, plural, one {# реакция} few {# реакции} many {# реакций} other {# реакции}} на ваше сообщение"};
inline constexpr Phrase kManyIn{
    "{count, plural, one {# reaction} other {# reactions}} to your message in {title}",
    "{count, plural, one {# реакция} few {# реакции} many {# реакций} other {# реакции}} на ваше сообщение в чате "
    "«{title}»"};

/// count: messages.
inline constexpr Phrase kDigest{
    "{count, plural, one {# message of yours has new reactions} other {# messages of yours have new reactions}}",
    "{count, plural, one {Новые реакции на # ваше сообщение} few {Новые реакции на # ваших сообщения} "
    "many {Новые реакции на # ваших сообщений} other {Новые реакции на # вашего сообщения}}"};
inline constexpr Phrase kAndMore{
    "And {count, plural, one {# more message} other {# more messages}}.",
    "И ещё {count, plural, one {# сообщение} few {# сообщения} many {# сообщений} other {# сообщения}}."};

inline constexpr Phrase kOpen{"Open the message", "Открыть сообщение"};
inline constexpr Phrase kWhy{"You get this mail because you wrote the message.",
                             "Вы получили это письмо, потому что написали это сообщение."};
inline constexpr Phrase kWhyDigest{"You get this mail because you asked for a summary.",
                                   "Вы получили это письмо, потому что просили о сводке."};
inline constexpr Phrase kStop{"Stop these mails", "Не присылать такие письма"};
inline constexpr Phrase kSettings{"Settings", "Настройки"};

}  // namespace phrases
}  // namespace likes::mail
