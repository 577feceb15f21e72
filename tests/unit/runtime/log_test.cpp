#include "runtime/log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "runtime/repeats.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::log::log_test {

using test::CapturedLog;

rapidjson::Document parse(const std::string& line) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
    return document;
}

/// The text member of that name.
std::string text(const rapidjson::Document& line, const char* name) {
    if (!line.IsObject() || !line.HasMember(name) || !line[name].IsString()) return "(not there)";
    return {line[name].GetString(), line[name].GetStringLength()};
}

/// The only line of the log; an empty object unless there is exactly one and it is an object.
rapidjson::Document only_line(const CapturedLog& log) {
    const auto lines = log.lines();
    BOOST_TEST(lines.size() == 1U);
    auto line = parse(lines.empty() ? "" : lines.front());
    BOOST_TEST(line.IsObject());
    return line;
}

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(a_line_is_one_object_with_the_common_members_and_the_fields) {
    const CapturedLog log{"info"};
    info("it happened", {{"request_id", "4f2a"},
                         {"smallest", std::numeric_limits<std::int64_t>::min()},
                         {"largest", std::numeric_limits<std::int64_t>::max()},
                         {"size", std::size_t{7}},
                         {"short", static_cast<std::int16_t>(-1)}});
    const auto line = only_line(log);
    BOOST_REQUIRE(line.MemberCount() == 10U);
    BOOST_TEST(text(line, "level") == "info");
    BOOST_TEST(text(line, "program") == "a_test");
    BOOST_TEST(text(line, "message") == "it happened");
    BOOST_TEST(text(line, "request_id") == "4f2a");
    BOOST_REQUIRE(line.HasMember("pid"));
    BOOST_TEST(line["pid"].GetInt64() == ::getpid());
    BOOST_TEST(line["smallest"].GetInt64() == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(line["largest"].GetInt64() == std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(line["size"].GetInt64() == 7);
    BOOST_TEST(line["short"].GetInt64() == -1);
    const std::string time = text(line, "time");
    BOOST_TEST(time.size() == std::string{"2025-10-03T10:00:00Z"}.size());
    BOOST_TEST(time.back() == 'Z');
}

BOOST_AUTO_TEST_CASE(whatever_stands_in_a_text_the_line_stays_one_line_and_one_object) {
    const std::string zero(1, '\0');
    for (const std::string& evil : {std::string{"\"quoted\""}, std::string{"back\\slash"}, std::string{"two\nlines"},
                                    std::string{"\r\x1B[31mred"}, std::string{"{} {0} {:d} %s %v"},
                                    "zero" + zero + "zero", std::string{R"(","level":"info)"},
                                    std::string{"\x7F\x01\x1F"}, std::string{"ёжик ❤️"}, std::string{}}) {
        BOOST_TEST_INFO_SCOPE("text: " << evil);
        const CapturedLog log{"info"};
        error(evil, {{"field", evil}});
        const auto line = only_line(log);
        BOOST_TEST(text(line, "message") == evil);
        BOOST_TEST(text(line, "field") == evil);
        BOOST_TEST(text(line, "level") == "error");
        BOOST_TEST(log.text().find_first_of("\r\x1B\x01") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_do_not_spoil_the_line) {
    const CapturedLog log{"info"};
    error("\xFF said", {{"field", "a\xC3(\xE2\x82"}});
    const auto line = only_line(log);
    BOOST_TEST(text(line, "message") == "\uFFFD said");
    BOOST_TEST(text(line, "field") == "a\uFFFD(\uFFFD\uFFFD");
}

BOOST_AUTO_TEST_CASE(the_level_names_what_is_worth_a_line_which_is_there_at_once) {
    const std::vector<std::string> levels{"debug", "info", "warning", "error"};
    for (std::size_t least = 0; least < levels.size(); ++least) {
        BOOST_TEST_INFO_SCOPE("level: " << levels[least]);
        const CapturedLog log{levels[least]};
        const std::vector<void (*)(std::string_view)> writers{
            [](auto text) { debug(text); }, [](auto text) { info(text); }, [](auto text) { warning(text); },
            [](auto text) { error(text); }};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            writers[i](levels[i]);
            const auto lines = log.lines();
            BOOST_REQUIRE(lines.size() == (i < least ? 0 : i - least + 1));
            if (i < least) continue;
            BOOST_TEST(text(parse(lines.back()), "level") == levels[i]);
            BOOST_TEST(text(parse(lines.back()), "message") == levels[i]);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fault_that_repeats_does_not_fill_the_log) {
    constexpr std::size_t kTimes = 1'000;
    const CapturedLog log{"info"};
    const auto suppressed = runtime::counters().log_lines_suppressed.value();
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kTimes; ++i) info("it repeats");
    // How many seconds it took, which is one or two unless the machine stood still.
    const auto seconds = 1 + std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count();
    const auto written = log.lines().size();
    BOOST_TEST(written > 0U);
    BOOST_TEST(written <= static_cast<std::size_t>(seconds) * 100);
    BOOST_TEST(runtime::counters().log_lines_suppressed.value() == suppressed + kTimes - written);
}

BOOST_AUTO_TEST_CASE(lines_of_many_threads_do_not_mix) {
    constexpr int kThreads = 8;
    constexpr int kLines = 50;
    const CapturedLog log{"info"};
    {
        std::vector<std::jthread> threads;
        threads.reserve(kThreads);
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([thread] {
                const std::string filling(200, static_cast<char>('a' + thread));
                for (int i = 0; i < kLines; ++i) info(filling, {{"thread", thread}});
            });
        }
    }
    const auto lines = log.lines();
    BOOST_TEST(lines.size() == std::size_t{kThreads} * kLines);
    for (const auto& raw : lines) {
        const auto line = parse(raw);
        BOOST_REQUIRE(line.IsObject());
        const auto thread = line["thread"].GetInt();
        BOOST_REQUIRE(text(line, "message") == std::string(200, static_cast<char>('a' + thread)));
    }
}

BOOST_AUTO_TEST_SUITE_END()

using namespace std::chrono_literals;

constexpr Repeats::SteadyTime kStart{1h};

BOOST_AUTO_TEST_SUITE(repeats)

BOOST_AUTO_TEST_CASE(so_many_a_second_and_the_next_one_says_how_many_were_left_out) {
    Repeats repeats{3};
    for (int i = 0; i < 3; ++i) BOOST_TEST((repeats.admit("a", kStart) == 0U));
    for (int i = 0; i < 5; ++i) BOOST_TEST(!repeats.admit("a", kStart + 999ms).has_value());
    BOOST_TEST((repeats.admit("a", kStart + 1s) == 5U));
    BOOST_TEST((repeats.admit("a", kStart + 1s) == 0U));
}

BOOST_AUTO_TEST_CASE(one_message_does_not_silence_another) {
    Repeats repeats{1};
    BOOST_TEST((repeats.admit("a", kStart) == 0U));
    BOOST_TEST(!repeats.admit("a", kStart).has_value());
    BOOST_TEST((repeats.admit("b", kStart) == 0U));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::log::log_test
