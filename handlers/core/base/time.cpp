#include "base/time.hpp"

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

/// Writes a number over the `digits` characters of `text` from `position` on.
void put_number(std::string& text, std::size_t position, std::size_t digits, unsigned value) {
    for (; digits > 0; --digits) {
        text[position + digits - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

/// Writes a year over the first four characters, or as many as it has if it is not of four digits.
void put_year(std::string& text, int year) {
    constexpr int kMax = 9999;
    if (year >= 0 && year <= kMax) {
        put_number(text, 0, 4, static_cast<unsigned>(year));
    } else {
        text.replace(0, 4, std::to_string(year));
    }
}

/// Writes date and time of day over `0000-00-00?00:00:00`, with which `text` begins.
void put_seconds(std::string& text, Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto second = static_cast<unsigned>(std::chrono::floor<std::chrono::seconds>(time - day).count());
    put_number(text, 5, 2, static_cast<unsigned>(date.month()));
    put_number(text, 8, 2, static_cast<unsigned>(date.day()));
    put_number(text, 11, 2, second / 3600);
    put_number(text, 14, 2, second / 60 % 60);
    put_number(text, 17, 2, second % 60);
    // Last, because it may move the rest.
    put_year(text, static_cast<int>(date.year()));
}

}  // namespace

Time system_now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::int64_t microseconds_since_1970(Time time) {
    return time.time_since_epoch().count();
}

std::string to_rfc3339(Time time) {
    std::string text = "0000-00-00T00:00:00Z";
    put_seconds(text, time);
    return text;
}

std::string to_sql(Time time) {
    std::string text = "0000-00-00 00:00:00.000000";
    const auto fraction = time - std::chrono::floor<std::chrono::seconds>(time);
    put_number(text, 20, 6, static_cast<unsigned>(fraction.count()));
    put_seconds(text, time);
    return text;
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
