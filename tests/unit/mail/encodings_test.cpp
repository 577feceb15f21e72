#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/text.hpp"
#include "mail/base32.hpp"
#include "mail/headers.hpp"
#include "mail/one_line.hpp"
#include "mail/quoted_printable.hpp"

namespace likes::mail::encodings_test {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    while (count-- > 0) all += text;
    return all;
}

std::string written(std::string_view value) {
    Headers headers;
    headers.add("Subject", value);
    return headers.str();
}

BOOST_AUTO_TEST_SUITE(encodings)

// RFC 4648 section 10, in lower case and without padding.
BOOST_AUTO_TEST_CASE(base32_is_as_its_rfc_has_it) {
    constexpr std::array<std::array<std::string_view, 2>, 7> kVectors{{{"", ""},
                                                                       {"f", "my"},
                                                                       {"fo", "mzxq"},
                                                                       {"foo", "mzxw6"},
                                                                       {"foob", "mzxw6yq"},
                                                                       {"fooba", "mzxw6ytb"},
                                                                       {"foobar", "mzxw6ytboi"}}};
    for (const auto& [bytes, text] : kVectors) {
        BOOST_TEST(base32_encode(bytes) == text);
        BOOST_TEST((base32_decode(text) == std::string{bytes}));
    }
    BOOST_TEST((base32_decode("MZXW6YTBOI") == std::string{"foobar"}));
    for (const auto* const text : {"m", "mzx", "mz", "mzxw6===", "mzxw1", "my "}) {
        BOOST_TEST(!base32_decode(text), text);
    }
}

BOOST_DATA_TEST_CASE(what_could_end_a_header_is_refused,
                     boost::unit_test::data::make({std::string{"a\r\nBcc: eve@example.org"}, std::string{"a\nb"},
                                                   std::string{"a\rb"}, std::string{"a\0b", 3}, std::string{"a\tb"},
                                                   std::string{"a\x7f"}, std::string{"Аня"}, std::string{},
                                                   std::string{" a"}, std::string{"a "},
                                                   std::string(Headers::kLineMax, 'a')}),
                     value) {
    Headers headers;
    BOOST_CHECK_THROW(headers.add("Subject", value), std::invalid_argument);
    BOOST_TEST(headers.str().empty());
}

BOOST_AUTO_TEST_CASE(a_name_of_a_header_is_printable_and_without_a_colon) {
    Headers headers;
    for (const auto* const name : {"", "a b", "a:", "a\n", "имя"}) {
        BOOST_CHECK_THROW(headers.add(name, "value"), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(a_long_header_is_folded_at_blanks_and_unfolds_to_what_it_was) {
    const auto value = repeated("twelve chars ", 20) + "end";
    auto text = written(value);
    for (const auto line : split(text, '\n')) BOOST_TEST(line.size() <= Headers::kLineWanted + 1);
    std::string unfolded;
    for (std::string_view rest = text; !rest.empty();) {
        auto line = take_until(rest, '\n');
        line.remove_suffix(1);
        BOOST_TEST((unfolded.empty() || (line.front() == ' ' && line[1] != ' ')));
        unfolded += line;
    }
    BOOST_TEST(unfolded == "Subject: " + value);
}

BOOST_AUTO_TEST_CASE(what_has_no_blank_stays_in_one_line) {
    const std::string value(300, 'a');
    BOOST_TEST(written(value) == "Subject: " + value + "\r\n");
}

BOOST_AUTO_TEST_CASE(ascii_stands_in_a_header_as_it_is_unless_it_looks_encoded) {
    BOOST_TEST(encoded_words("Ann and Bob") == "Ann and Bob");
    BOOST_TEST(encoded_words("=?UTF-8?B?QQ==?=") == "=?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?=");
    BOOST_TEST(encoded_words(" a") == "=?UTF-8?B?IGE=?=");
    BOOST_TEST(encoded_words("").empty());
}

BOOST_AUTO_TEST_CASE(an_encoded_word_is_short_and_of_whole_characters) {
    BOOST_TEST(encoded_words("Аня") == "=?UTF-8?B?0JDQvdGP?=");
    const auto words = encoded_words(repeated("😀я", 40));
    for (const auto word : split(words, ' ')) {
        BOOST_TEST(word.size() <= 75);
        BOOST_TEST((word.starts_with("=?UTF-8?B?") && word.ends_with("?=")));
    }
    // 45 bytes end within the second byte of an emoji: the first word has 7 pairs of 6 bytes.
    BOOST_TEST(split(words, ' ').front().size() == 10 + 56 + 2);
}

BOOST_AUTO_TEST_CASE(a_line_of_text_has_no_control_characters_and_turns_nothing_around) {
    for (const auto* const text : {"Ann", "Аня 😀", "a\u200Db", "", "שלום"}) BOOST_TEST(is_one_line(text), text);
    for (const auto* const text : {"a\nb", "a\r", "\t", "a\x7f", "\u0085", "\u2028", "\u2029", "\u202E", "\u2066",
                                   "\xff", "\xed\xa0\x80", "a\xc3"}) {
        BOOST_TEST(!is_one_line(text), text);
    }
    BOOST_TEST(!is_one_line(std::string_view{"a\0b", 3}));
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_between_characters) {
    BOOST_TEST(shortened("Аня", 3) == "Аня");
    BOOST_TEST(shortened("Анна", 3) == "Ан…");
    BOOST_TEST(shortened("Ann", 1) == "…");
    BOOST_TEST(shortened("", 1).empty());
}

BOOST_AUTO_TEST_CASE(quoted_printable_is_as_its_rfc_has_it) {
    BOOST_TEST(quoted_printable("a=b") == "a=3Db\r\n");
    BOOST_TEST(quoted_printable("Я\n") == "=D0=AF\r\n");
    BOOST_TEST(quoted_printable("a \nb\t") == "a=20\r\nb=09\r\n");
    BOOST_TEST(quoted_printable("a\r\nb\0"
                                "c") == "a=0D\r\nb\r\n");
    BOOST_TEST(quoted_printable("") == "\r\n");
    BOOST_TEST(quoted_printable("a\n\nb") == "a\r\n\r\nb\r\n");
    BOOST_TEST(quoted_printable(std::string(76, 'a')) == std::string(75, 'a') + "=\r\na\r\n");
    // No character is torn.
    BOOST_TEST(quoted_printable(std::string(70, 'a') + "Я") == std::string(70, 'a') + "=\r\n=D0=AF\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::encodings_test
