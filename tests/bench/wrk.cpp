#include "wrk.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "support/command.hpp"

namespace likes::bench {
namespace {

/// The script lies beside this file.
std::string calls_lua() {
    return LIKES_BENCH_DIR "/calls.lua";
}

/// Of what calls.lua prints; the rest is wrk's own report.
void read_line(const std::string& line, Calls& calls) {
    std::istringstream words{line};
    std::string word;
    words >> word;
    if (word == "figure") {
        Value value{};
        words >> value.name >> value.value;
        calls.values.push_back(value);
    } else if (word == "place") {
        words >> calls.place;
    } else if (word == "answered") {
        words >> calls.requests;
    }
}

}  // namespace

Calls run(const Wrk& wrk) {
    const auto threads = std::to_string(std::min<std::size_t>(2, wrk.connections));
    const auto result = test::run({"wrk", "-t", threads, "-c", std::to_string(wrk.connections), "-d",
                                   std::to_string(wrk.duration.count()), "-s", calls_lua(),
                                   "http://127.0.0.1:" + std::to_string(wrk.port), "--", wrk.kind,
                                   std::to_string(wrk.place), threads, wrk.tokens.string()});
    if (result.exit_code != 0) throw std::runtime_error{"wrk failed: " + result.output + result.errors};
    Calls calls;
    std::istringstream lines{result.output};
    for (std::string line; std::getline(lines, line);) read_line(line, calls);
    if (calls.values.empty()) throw std::runtime_error{"wrk measured nothing: " + result.output + result.errors};
    return calls;
}

}  // namespace likes::bench
