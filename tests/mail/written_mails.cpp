// Usage: written_mails SEED COUNT
//
// Writes mails about people, chats and addresses of odd names, for a reader that is not ours. Each is its subject and
// then all of it, both with their length in four bytes before, the highest first.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include "mail/address.hpp"
#include "mail/letters.hpp"
#include "mail/one_line.hpp"
#include "mail/writer.hpp"

using namespace likes;

namespace {

constexpr std::array<std::string_view, 40> kPieces{
    "\r\n",   "\n",     "\r",          "\r\n\r\n",   "\0",   "\t",        " ",         "  ",   "\u2028",  "\u0085",
    "\u202E", "=?",     "?=",          "=?UTF-8?B?", "QQ==", "=?x?Q?=0A", "Bcc: ",     "To:",  "eve@b.c", "<x@y.z>",
    "\"",     "\\",     "(a)",         ",",          ";",    ":",         "<script>",  "&amp", "Аня",     "😀",
    "é",      "日本語", "--=_likes--", "=_likes",    "=",    ".",         "\r\n.\r\n", "{a}",  "'{b}'",   "e\u0301"};

class Odd {
  public:
    explicit Odd(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t end) { return random_() % end; }

    /// Pieces that mean something somewhere, letters, and bytes.
    std::string text() {
        std::string text;
        for (auto pieces = below(12); pieces > 0; --pieces) {
            switch (below(4)) {
                case 0:
                    text += static_cast<char>(below(256));
                    break;
                case 1:
                    text += std::string(below(80), static_cast<char>('a' + below(26)));
                    break;
                default:
                    text += kPieces[below(kPieces.size())];
            }
        }
        return text;
    }

    /// Of a form that a mail may have; as the program does it, something else in place of what has none.
    std::string line(std::string_view instead) {
        auto line = text();
        return line.empty() || !mail::is_one_line(line) ? std::string{instead} : line;
    }

    mail::Address address() {
        auto address = mail::Address::parse(text() + "@example.net");
        return address ? *std::move(address) : *mail::Address::parse("ann@example.net");
    }

  private:
    std::mt19937_64 random_;
};

void print(std::string_view text) {
    for (unsigned shift = 32; shift > 0;) std::cout.put(static_cast<char>(text.size() >> (shift -= 8)));
    std::cout.write(text.data(), static_cast<std::streamsize>(text.size()));
}

void print_mail(Odd& odd) {
    const mail::Told told{{odd.line("bob"), odd.line("carol")},
                          static_cast<std::uint32_t>(odd.below(4)),
                          1 + odd.below(300),
                          odd.line("Team"),
                          "https://chat.example.org/"};
    const auto language = odd.below(2) == 0 ? mail::Language::kEnglish : mail::Language::kRussian;
    auto letter = mail::notice_letter(told, {"https://a.example/u/x", "https://b.example/"}, language);
    if (odd.below(2) == 0) letter.subject = odd.line("hello");
    const auto written =
        mail::write_mail(letter, {*mail::Address::parse("likes@example.org"), odd.address(), "<n.a@example.org>",
                                  "<m.a@example.org>", Time{}, "example.org", "https://chat.example.org/u/token"});
    print(mail::shortened(letter.subject, mail::kSubjectMax));
    print(written);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return EXIT_FAILURE;
    std::ios::sync_with_stdio(false);
    Odd odd{std::strtoull(argv[1], nullptr, 10)};
    for (auto count = std::strtoull(argv[2], nullptr, 10); count > 0; --count) print_mail(odd);
    return std::cout.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
