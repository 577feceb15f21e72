#include "log/log.hpp"

#include <array>
#include <chrono>
#include <cstdint>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "log/repeats.hpp"
#include "metrics/process.hpp"
#include "time/time.hpp"

namespace likes::log {
namespace {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

struct LevelName {
    Level level;
    std::string_view name;
    spdlog::level::level_enum spdlog_level;
};

constexpr std::array<LevelName, 4> kLevels{{{Level::kDebug, "debug", spdlog::level::debug},
                                            {Level::kInfo, "info", spdlog::level::info},
                                            {Level::kWarning, "warning", spdlog::level::warn},
                                            {Level::kError, "error", spdlog::level::err}}};

/// Of one message. As many as a person could ever want to read, and few enough for a disk.
constexpr std::uint32_t kLinesPerSecond = 100;

Repeats& repeats() {
    static Repeats repeats{kLinesPerSecond};
    return repeats;
}

std::string& program_name() {
    static std::string name = "chat-likes";
    return name;
}

void put(JsonWriter& json, std::string_view text) {
    json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
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
            metrics::here().log_lines_suppressed.add();
            return;
        }
        rapidjson::StringBuffer line;
        JsonWriter json{line};
        json.StartObject();
        json.Key("time");
        put(json, to_rfc3339(system_now()));
        json.Key("level");
        put(json, name.name);
        json.Key("program");
        put(json, program_name());
        json.Key("pid");
        json.Int64(::getpid());
        json.Key("message");
        put(json, message);
        for (const auto& field : fields) {
            put(json, field.name);
            if (field.is_number) {
                json.Int64(field.number);
            } else {
                put(json, field.text);
            }
        }
        if (*suppressed > 0) {
            json.Key("suppressed");
            json.Uint64(*suppressed);
        }
        json.EndObject();
        spdlog::log(name.spdlog_level, spdlog::string_view_t{line.GetString(), line.GetSize()});
    } catch (...) {
        // A line that cannot be written must not take a request down with it.
    }
}

}  // namespace likes::log
