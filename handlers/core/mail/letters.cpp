#include "mail/letters.hpp"

#include <algorithm>
#include <cctype>

#include "mail/one_line.hpp"
#include "mail/phrases.hpp"

namespace likes::mail {
namespace {

std::string who(const Told& told, Language language) {
    const auto a = shortened(told.names.front(), kNameMax);
    if (told.actors <= 1) return say(phrases::kOne, language, {{"a", std::string_view{a}}});
    if (told.actors == 2 && told.names.size() >= 2) {
        const auto b = shortened(told.names[1], kNameMax);
        return say(phrases::kTwo, language, {{"a", std::string_view{a}}, {"b", std::string_view{b}}});
    }
    return say(phrases::kMore, language, {{"a", std::string_view{a}}, {"others", std::int64_t{told.actors} - 1}});
}

/// One line about a message.
std::string headline(const Told& told, Language language) {
    const auto title = shortened(told.chat_title.value_or(""), kTitleMax);
    // Nobody may be left who can be named: those who react may be blocked since.
    if (told.actors == 0 || told.names.empty()) {
        return say(told.chat_title ? phrases::kManyIn : phrases::kMany, language,
                   {{"count", static_cast<std::int64_t>(told.reactions)}, {"title", std::string_view{title}}});
    }
    const auto people = who(told, language);
    return say(
        told.chat_title ? phrases::kReactedIn : phrases::kReacted, language,
        {{"who", std::string_view{people}}, {"count", std::int64_t{told.actors}}, {"title", std::string_view{title}}});
}

std::string paragraph(std::string_view html) {
    return "<p>" + std::string{html} + "</p>\n";
}

std::string html_link(std::string_view url, std::string_view text) {
    return "<a href=\"" + html_escaped(url) + "\">" + html_escaped(text) + "</a>";
}

/// Text and HTML, which grow together.
class Body {
  public:
    explicit Body(Language language) : language_{language} {}

    void say_line(std::string_view line) {
        text_ += std::string{line} + "\n\n";
        html_ += paragraph(html_escaped(line));
    }

    void quote(std::string_view excerpt) {
        text_ += "> " + std::string{excerpt} + "\n\n";
        html_ += "<blockquote>" + html_escaped(excerpt) + "</blockquote>\n";
    }

    void link(const Phrase& phrase, std::string_view url) {
        const auto words = say(phrase, language_, {});
        text_ += words + ": " + std::string{url} + "\n\n";
        html_ += paragraph(html_link(url, words));
    }

    /// A line that leads somewhere.
    void linked_line(std::string_view line, std::string_view url) {
        text_ += std::string{line} + "\n" + std::string{url} + "\n\n";
        html_ += paragraph(html_link(url, line));
    }

    Letter end(std::string subject, const Phrase& why, const Ways& ways) {
        text_ += "-- \n" + say(why, language_, {}) + "\n";
        html_ += "<hr>\n" + paragraph(html_escaped(say(why, language_, {})));
        link(phrases::kStop, ways.unsubscribe_url);
        link(phrases::kSettings, ways.settings_url);
        const auto code = code_of(language_);
        return {std::move(subject), text_,
                "<!DOCTYPE html>\n<html lang=\"" + std::string{code} + "\">\n<meta charset=\"utf-8\">\n<body>\n" +
                    html_ + "</body>\n</html>\n",
                std::string{code}};
    }

  private:
    Language language_;
    std::string text_;
    std::string html_;
};

}  // namespace

Language language_of(std::string_view locale) {
    std::string language{locale.substr(0, locale.find_first_of("-_"))};
    std::transform(language.begin(), language.end(), language.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return language == "ru" ? Language::kRussian : Language::kEnglish;
}

std::string_view code_of(Language language) {
    return language == Language::kRussian ? "ru" : "en";
}

Letter notice_letter(const Told& told, const Ways& ways, Language language) {
    Body body{language};
    auto line = headline(told, language);
    body.say_line(line);
    if (told.excerpt) body.quote(shortened(*told.excerpt, kExcerptMax));
    body.link(phrases::kOpen, told.url);
    return body.end(std::move(line), phrases::kWhy, ways);
}

Letter digest_letter(const std::vector<Told>& told, std::size_t total, const Ways& ways, Language language) {
    Body body{language};
    const auto count = std::min(told.size(), kDigestLines);
    for (std::size_t i = 0; i < count; ++i) body.linked_line(headline(told[i], language), told[i].url);
    if (total > count) {
        body.say_line(say(phrases::kAndMore, language, {{"count", static_cast<std::int64_t>(total - count)}}));
    }
    return body.end(say(phrases::kDigest, language, {{"count", static_cast<std::int64_t>(total)}}), phrases::kWhyDigest,
                    ways);
}

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

}  // namespace likes::mail
