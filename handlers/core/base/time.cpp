#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace likes {
namespace {

/// Takes numbers and characters from the front of a text, and remembers whether everything that was asked for was
/// there.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_{text} {}

    /// Takes a number of exactly `digits` digits, from `min` to `max`.
    int number(std::size_t digits, int min, int max) {
        int value = 0;
        for (; digits > 0; --digits) value = 10 * value + digit();
        if (value < min || value > max) good_ = false;
        return value;
    }

    /// Takes one of these characters; '\0' if the next character is none of them.
    char one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) {
            good_ = false;
            return '\0';
        }
        return take();
    }

    bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
    bool next_is_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

    int digit() {
        if (next_is_digit()) return take() - '0';
        good_ = false;
        return 0;
    }

    bool has_read_all() const { return good_ && rest_.empty(); }

  private:
    char take() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    std::string_view rest_;
    bool good_ = true;
};

std::chrono::microseconds read_fraction(Reader& reader) {
    std::chrono::microseconds fraction{0};
    if (!reader.next_is('.')) return fraction;
    reader.one_of(".");
    int unit = 100'000;
    do {
        fraction += std::chrono::microseconds{reader.digit() * unit};
        unit /= 10;
    } while (reader.next_is_digit());
    return fraction;
}

std::chrono::minutes read_offset(Reader& reader) {
    const char sign = reader.one_of("Zz+-");
    if (sign != '+' && sign != '-') return {};
    const int hours = reader.number(2, 0, 23);
    reader.one_of(":");
    const std::chrono::minutes offset{60 * hours + reader.number(2, 0, 59)};
    return sign == '+' ? offset : -offset;
}

}  // namespace

Time system_now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string to_rfc3339(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    std::array<char, 32> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    Reader reader{text};
    const std::chrono::year year{reader.number(4, 0, 9999)};
    reader.one_of("-");
    const std::chrono::month month{static_cast<unsigned>(reader.number(2, 1, 12))};
    reader.one_of("-");
    const std::chrono::day day{static_cast<unsigned>(reader.number(2, 1, 31))};
    reader.one_of("Tt ");
    const std::chrono::hours hour{reader.number(2, 0, 23)};
    reader.one_of(":");
    const std::chrono::minutes minute{reader.number(2, 0, 59)};
    reader.one_of(":");
    const std::chrono::seconds second{reader.number(2, 0, 59)};
    const auto fraction = read_fraction(reader);
    const auto offset = read_offset(reader);
    const std::chrono::year_month_day date{year, month, day};
    if (!reader.has_read_all() || !date.ok()) return std::nullopt;
    return Time{std::chrono::sys_days{date} + hour + minute + second + fraction - offset};
}

}  // namespace likes
