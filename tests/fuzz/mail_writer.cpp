#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "mail/address.hpp"
#include "mail/letters.hpp"
#include "mail/one_line.hpp"
#include "mail/writer.hpp"

using namespace likes;

namespace {

constexpr std::size_t kHeaders = 13;

/// The header of a mail has these lines and folded ones alone, whatever it is about.
void check_header(std::string_view mail) {
    const auto end = mail.find("\r\n\r\n");
    fuzz::require(end != std::string_view::npos);
    std::size_t headers = 0;
    for (auto line : split(mail.substr(0, end), '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        fuzz::require(line.size() <= 998 && !line.empty());
        fuzz::require(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
        if (line.front() != ' ') ++headers;
    }
    fuzz::require(headers == kHeaders);
}

/// CR and LF are there as pairs alone, no line is too long, and there are two parts.
void check_body(std::string_view mail) {
    std::size_t boundaries = 0;
    for (auto line : split(mail, '\n')) {
        if (line.empty()) continue;
        fuzz::require(line.back() == '\r');
        line.remove_suffix(1);
        fuzz::require(line.find('\r') == std::string_view::npos && line.size() <= 998);
        if (line.starts_with("--=_")) ++boundaries;
    }
    fuzz::require(boundaries == 3);
}

}  // namespace

// A name, a title, an excerpt, an address and a subject, each in a line of its own: none adds a header, a part or a
// tag.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = fuzz::text_of(data, size);
    const auto name = fuzz::take_line(text);
    const auto title = fuzz::take_line(text);
    const auto address = mail::Address::parse(fuzz::take_line(text));
    mail::Told told{{}, 2, 3, std::nullopt, "https://chat.example.org/"};
    if (mail::is_one_line(name)) told.names = {std::string{name}, std::string{name}};
    if (mail::is_one_line(title)) told.chat_title = std::string{title};
    if (mail::is_one_line(text)) told.excerpt = std::string{text};
    mail::Envelope envelope{*mail::Address::parse("likes@example.org"),
                            address ? *address : *mail::Address::parse("ann@example.net"),
                            "<n.a@example.org>",
                            std::nullopt,
                            Time{},
                            "example.org",
                            "https://chat.example.org/u/token"};
    for (const auto language : {mail::Language::kEnglish, mail::Language::kRussian}) {
        const auto letter = mail::notice_letter(told, {"https://a.example/", "https://b.example/"}, language);
        const auto written = mail::write_mail(letter, envelope);
        check_header(written);
        check_body(written);
        fuzz::require(letter.html.find("<script") == std::string::npos);
    }
    // Whatever the subject and the text are, they are written in this form or not at all.
    try {
        const auto written =
            mail::write_mail({std::string{name}, std::string{text}, std::string{text}, "en"}, envelope);
        check_header(written);
        check_body(written);
    } catch (const std::invalid_argument&) {
        fuzz::require(!mail::is_one_line(name) || name.empty());
    }
    return 0;
}
