#include "mail/letters.hpp"

#include <ostream>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::mail::letters_test {

/// Who reacts, and the subjects that this makes.
struct Case {
    std::vector<std::string> names;
    std::uint32_t actors;
    std::uint64_t reactions;
    const char* title;
    const char* english;
    const char* russian;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.english;
}

namespace {

const Ways kWays{"https://chat.example.org/u/a.b.c", "https://chat.example.org/settings"};

Told told(const Case& one) {
    Told result{one.names, one.actors, one.reactions, std::nullopt, "https://chat.example.org/?a=1&b=2"};
    if (one.title != nullptr) result.chat_title = one.title;
    return result;
}

const Case kCases[]{
    {{"Аня"}, 1, 1, nullptr, "Аня reacted to your message", "Новая реакция на ваше сообщение: Аня"},
    {{"Ann"},
     1,
     3,
     "Team",
     "Ann reacted to your message in Team",
     "Новая реакция на ваше сообщение в чате «Team»: Ann"},
    {{"Ann", "Bob"},
     2,
     2,
     nullptr,
     "Ann and Bob reacted to your message",
     "Новые реакции на ваше сообщение: Ann и Bob"},
    // The second has been blocked since.
    {{"Ann"},
     2,
     2,
     nullptr,
     "Ann and 1 other reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 1 человек"},
    {{"Ann", "Bob", "Cem"},
     3,
     3,
     nullptr,
     "Ann and 2 others reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 2 человека"},
    {{"Ann"},
     6,
     6,
     nullptr,
     "Ann and 5 others reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 5 человек"},
    {{"Ann"},
     12,
     12,
     nullptr,
     "Ann and 11 others reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 11 человек"},
    {{"Ann"},
     22,
     22,
     nullptr,
     "Ann and 21 others reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 21 человек"},
    {{"Ann"},
     23,
     23,
     nullptr,
     "Ann and 22 others reacted to your message",
     "Новые реакции на ваше сообщение: Ann и ещё 22 человека"},
    {{"Ann"}, 0, 250, nullptr, "250 reactions to your message", "250 реакций на ваше сообщение"},
    {{"Ann"}, 0, 301, "Team", "301 reactions to your message in Team", "301 реакция на ваше сообщение в чате «Team»"},
    {{"Ann"}, 0, 1234, nullptr, "1,234 reactions to your message", "1\u00A0234 реакции на ваше сообщение"},
    {{}, 1, 1, nullptr, "1 reaction to your message", "1 реакция на ваше сообщение"},
    // What looks like a pattern is none.
    {{"{a} '{{' #"},
     1,
     1,
     "{title}",
     "{a} '{{' # reacted to your message in {title}",
     "Новая реакция на ваше сообщение в чате «{title}»: {a} '{{' #"},
};

BOOST_AUTO_TEST_SUITE(letters)

BOOST_DATA_TEST_CASE(a_subject_says_who_reacted_with_the_right_plural, boost::unit_test::data::make(kCases), one) {
    const auto english = notice_letter(told(one), kWays, Language::kEnglish);
    BOOST_TEST(english.subject == one.english);
    BOOST_TEST(english.language == "en");
    const auto russian = notice_letter(told(one), kWays, Language::kRussian);
    BOOST_TEST(russian.subject == one.russian);
    BOOST_TEST(russian.language == "ru");
}

BOOST_AUTO_TEST_CASE(both_bodies_have_the_line_the_link_and_the_way_out) {
    const auto letter = notice_letter(told(kCases[1]), kWays, Language::kEnglish);
    BOOST_TEST(letter.text ==
               "Ann reacted to your message in Team\n\n"
               "Open the message: https://chat.example.org/?a=1&b=2\n\n"
               "-- \nYou get this mail because you wrote the message.\n"
               "Stop these mails: https://chat.example.org/u/a.b.c\n\n"
               "Settings: https://chat.example.org/settings\n\n");
    BOOST_TEST(letter.html.find("<a href=\"https://chat.example.org/?a=1&amp;b=2\">Open the message</a>") !=
               std::string::npos);
    BOOST_TEST(letter.html.find("<a href=\"https://chat.example.org/u/a.b.c\">Stop these mails</a>") !=
               std::string::npos);
    BOOST_TEST(letter.html.find("<img") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_others_have_written_is_escaped_in_html) {
    auto one = told({{"<script>\"x\"&'y'"}, 1, 1, "<b>", "", ""});
    one.excerpt = "</blockquote><img src=x>";
    const auto letter = notice_letter(one, kWays, Language::kEnglish);
    BOOST_TEST(letter.html.find("<script") == std::string::npos);
    BOOST_TEST(letter.html.find("<b>") == std::string::npos);
    BOOST_TEST(letter.html.find("<img") == std::string::npos);
    BOOST_TEST(letter.html.find("&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;") != std::string::npos);
    BOOST_TEST(letter.text.find("> </blockquote><img src=x>\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_names_and_titles_are_cut) {
    const std::string name(61, 'n');
    const std::string title(61, 't');
    const auto letter = notice_letter(told({{name}, 1, 1, title.c_str(), "", ""}), kWays, Language::kEnglish);
    BOOST_TEST(letter.subject == std::string(59, 'n') + "… reacted to your message in " + std::string(59, 't') + "…");
}

BOOST_AUTO_TEST_CASE(a_digest_names_ten_messages_and_counts_the_others) {
    const std::vector<Told> all(12, told(kCases[0]));
    const auto english = digest_letter({all.begin(), all.begin() + 10}, 12, kWays, Language::kEnglish);
    BOOST_TEST(english.subject == "12 messages of yours have new reactions");
    BOOST_TEST(english.text.find("And 2 more messages.") != std::string::npos);
    const auto russian = digest_letter(all, 22, kWays, Language::kRussian);
    BOOST_TEST(russian.subject == "Новые реакции на 22 ваших сообщения");
    BOOST_TEST(russian.text.find("И ещё 12 сообщений.") != std::string::npos);
    const auto single = digest_letter({all.front()}, 1, kWays, Language::kEnglish);
    BOOST_TEST(single.subject == "1 message of yours has new reactions");
    BOOST_TEST(single.text.find("more") == std::string::npos);
    BOOST_TEST(digest_letter({all.front()}, 1, kWays, Language::kRussian).subject ==
               "Новые реакции на 1 ваше сообщение");
}

BOOST_AUTO_TEST_CASE(whoever_reads_neither_language_gets_english) {
    for (const auto* const locale : {"ru", "ru-RU", "RU", "ru_UA"}) {
        BOOST_TEST((language_of(locale) == Language::kRussian), locale);
    }
    for (const auto* const locale : {"en", "de", "", "rus", "uk-ru", "r"}) {
        BOOST_TEST((language_of(locale) == Language::kEnglish), locale);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::letters_test
