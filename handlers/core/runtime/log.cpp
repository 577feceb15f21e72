#include "runtime/log.hpp"

#include <array>
#include <chrono>
#include <cstdint>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "runtime/counters.hpp"
#include "runtime/repeats.hpp"

namespace likes::log {
namespace {

struct LevelName {
    Level level;
    std::string_view name;
    spdlog::level::level_enum spdlog_level;
};

constexpr std::array<LevelName, 4> kLevels{{{Level::kDebug, "debug", spdlog::level::debug},
                                            {Level::kInfo, "info", spdlog::level::info},
                                            {Level::kWarning, "warning", spdlog::level::warn},
                                            {Level::kError, "error", spdlog::level::err}}};

/// Lines per second with the same message: more than anyone wants to read, and few enough for a disk.
constexpr std::uint32_t kLinesPerSecond = 100;

Repeats& repeats() {
    static Repeats repeats{kLinesPerSecond};
    return repeats;
}

/// A text may be what somebody else said, in whatever bytes; the line stays JSON.
void put(JsonText& json, std::string_view name, std::string_view text) {
    if (is_utf8(text)) {
        json.member(name, text);
    } else {
        json.member(name, to_utf8(text));
    }
}

std::string& program_name() {
    static std::string name = "chat-likes";
    return name;
}

}  // namespace

void init(const std::string& program, std::string_view level) {
    program_name() = program;
    auto logger = spdlog::stderr_logger_mt("chat-likes");
    logger->set_pattern("%v");
    for (const auto& candidate : kLevels) {
        if (candidate.name == level) logger->set_level(candidate.spdlog_level);
    }
    spdlog::set_default_logger(std::move(logger));
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) noexcept {
    try {
        const auto& name = kLevels.at(static_cast<std::size_t>(level));
        if (!spdlog::should_log(name.spdlog_level)) return;
        const auto suppressed = repeats().admit(message, std::chrono::steady_clock::now());
        if (!suppressed) {
            runtime::counters().log_lines_suppressed.add();
            return;
        }
        JsonText json;
        json.begin_object();
        json.member("time", to_rfc3339(system_now()));
        json.member("level", name.name);
        json.member("program", program_name());
        json.member("pid", ::getpid());
        put(json, "message", message);
        for (const auto& field : fields) {
            if (field.is_number) {
                json.member(field.name, field.number);
            } else {
                put(json, field.name, field.text);
            }
        }
        if (*suppressed > 0) json.member("suppressed", *suppressed);
        json.end_object();
        spdlog::log(name.spdlog_level, "{}", json.str());
    } catch (...) {
        // A line that cannot be written must not make a request fail.
    }
}

void warn(const std::string& text) {
    warning(text);
}

}  // namespace likes::log
