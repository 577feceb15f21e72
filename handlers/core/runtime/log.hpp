#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// The log: one JSON object per line on standard error. Fields never hold tokens, cookies or message texts.
namespace likes::log {

enum class Level { kDebug, kInfo, kWarning, kError };

/// A named value of a log line.
struct Field {
    Field(std::string_view n, std::string_view v) : name{n}, text{v} {}
    Field(std::string_view n, std::integral auto v) : name{n}, number{static_cast<std::int64_t>(v)}, is_number{true} {}

    std::string_view name;
    std::string_view text;
    std::int64_t number = 0;
    bool is_number = false;
};

/// Call once, before any thread logs. `program` is part of every line; `level` is debug, info, warning or error.
void init(const std::string& program, std::string_view level);

/// Writes a line: time, level, program, pid, message, then the fields. At most 100 lines per second with the same
/// message are written; the next one that is written has the field `suppressed`, the number of lines left out. From any
/// thread; never throws.
void write(Level level, std::string_view message, std::initializer_list<Field> fields = {}) noexcept;

inline void debug(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kDebug, message, fields);
}
inline void info(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kInfo, message, fields);
}
inline void warning(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kWarning, message, fields);
}
inline void error(std::string_view message, std::initializer_list<Field> fields = {}) noexcept {
    write(Level::kError, message, fields);
}

/// Logs `text` as a warning without fields. A function for callers that take one, such as auth::Warn.
void warn(const std::string& text);

}  // namespace likes::log
