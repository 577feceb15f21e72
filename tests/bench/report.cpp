#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/prettywriter.h>

#include "goals.hpp"
#include "programs.hpp"

namespace likes::bench {
namespace {

/// The values of one figure, by round.
struct Series {
    std::string scenario;
    std::string circumstances;
    std::string contestant;
    std::string name;
    std::vector<double> rounds;

    bool is(const Figure& figure) const {
        return scenario == figure.scenario && circumstances == figure.circumstances &&
               contestant == figure.contestant && name == figure.name;
    }
    bool has_same_contestant(const Series& other) const {
        return scenario == other.scenario && circumstances == other.circumstances && contestant == other.contestant;
    }

    double median() const {
        auto sorted = rounds;
        std::sort(sorted.begin(), sorted.end());
        const std::size_t half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
};

std::vector<std::vector<std::string>> read_rows(const std::filesystem::path& path, std::size_t columns) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error{"cannot read " + path.string()};
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> row(1);
        for (const char c : line) {
            if (c == '\t') {
                row.emplace_back();
            } else {
                row.back() += c;
            }
        }
        if (row.size() != columns) throw std::runtime_error{path.string() + ": a row has other columns: " + line};
        rows.push_back(std::move(row));
    }
    return rows;
}

/// In the order in which they were first measured.
std::vector<Series> read_series(const std::filesystem::path& path) {
    constexpr std::size_t kColumns = 5;
    std::vector<Series> all;
    for (const auto& row : read_rows(path, kColumns)) {
        const Figure figure{row[0], row[1], row[2], row[3]};
        auto series = std::find_if(all.begin(), all.end(), [&](const Series& known) { return known.is(figure); });
        if (series == all.end()) series = all.insert(all.end(), {row[0], row[1], row[2], row[3], {}});
        series->rounds.push_back(std::stod(row[4]));
    }
    return all;
}

std::optional<double> median_of(const std::vector<Series>& all, const Figure& figure) {
    const auto series = std::find_if(all.begin(), all.end(), [&](const Series& known) { return known.is(figure); });
    if (series == all.end()) return std::nullopt;
    return series->median();
}

/// What became of a goal that was measured.
struct Verdict {
    const Goal* goal;
    /// The figure, or its ratio to the other.
    double value;
    bool is_met;
};

std::vector<Verdict> judge(const std::vector<Series>& all) {
    std::vector<Verdict> verdicts;
    for (const auto& goal : kGoals) {
        const auto value = median_of(all, goal.figure);
        const auto of = goal.of.name.empty() ? 1.0 : median_of(all, goal.of);
        if (!value || !of || *of == 0) continue;
        const double ratio = *value / *of;
        verdicts.push_back(
            {&goal, ratio, goal.kind == Goal::Kind::kAtLeast ? ratio >= goal.bound : ratio <= goal.bound});
    }
    return verdicts;
}

using Writer = rapidjson::PrettyWriter<rapidjson::OStreamWrapper>;

void put(Writer& json, std::string_view key, std::string_view value) {
    json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void put(Writer& json, std::string_view key, double value) {
    constexpr double kThousandths = 1000;
    json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    json.Double(std::round(value * kThousandths) / kThousandths);
}

void write_json(const std::filesystem::path& path, const std::vector<std::vector<std::string>>& facts,
                const std::vector<Series>& all, const std::vector<Verdict>& verdicts) {
    std::ofstream file{path};
    rapidjson::OStreamWrapper stream{file};
    Writer json{stream};
    json.SetIndent(' ', 2);
    json.SetFormatOptions(rapidjson::kFormatSingleLineArray);
    json.SetMaxDecimalPlaces(3);
    json.StartObject();
    std::string group;
    for (const auto& fact : facts) {
        if (fact[0] != group) {
            if (!group.empty()) json.EndObject();
            group = fact[0];
            json.Key(group.c_str());
            json.StartObject();
        }
        put(json, fact[1], fact[2]);
    }
    if (!group.empty()) json.EndObject();
    json.Key("figures");
    json.StartArray();
    for (const auto& series : all) {
        json.StartObject();
        put(json, "scenario", series.scenario);
        put(json, "circumstances", series.circumstances);
        put(json, "contestant", series.contestant);
        put(json, "figure", series.name);
        put(json, "median", series.median());
        json.Key("rounds");
        json.StartArray();
        for (const double value : series.rounds) json.Double(value);
        json.EndArray();
        json.EndObject();
    }
    json.EndArray();
    json.Key("goals");
    json.StartArray();
    for (const auto& verdict : verdicts) {
        json.StartObject();
        put(json, "scenario", verdict.goal->figure.scenario);
        put(json, "goal", verdict.goal->text);
        put(json, "value", verdict.value);
        put(json, verdict.goal->kind == Goal::Kind::kAtLeast ? "at_least" : "at_most", verdict.goal->bound);
        json.Key("met");
        json.Bool(verdict.is_met);
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    file << '\n';
    file.close();
    if (!file) throw std::runtime_error{"cannot write " + path.string()};
}

/// Columns are counted in characters, not bytes, so the text here is ASCII.
void print_figures(const std::vector<Series>& all) {
    const Series* last = nullptr;
    for (const auto& series : all) {
        if (last == nullptr || last->scenario != series.scenario) {
            std::printf("\n%s (medians of %zu)", series.scenario.c_str(), series.rounds.size());
        }
        if (last == nullptr || !last->has_same_contestant(series)) {
            std::printf("\n  %-17s %-18s", series.circumstances.c_str(), series.contestant.c_str());
        }
        std::printf("  %s %.*f", series.name.c_str(), series.median() < 100 ? 2 : 0, series.median());
        last = &series;
    }
    std::printf("\n\n");
}

void print_goals(const std::vector<Verdict>& verdicts) {
    for (const auto& verdict : verdicts) {
        const bool at_least = verdict.goal->kind == Goal::Kind::kAtLeast;
        std::printf("%-7s %8.2f  %s %-6g %s\n", verdict.is_met ? "met" : "MISSED", verdict.value,
                    at_least ? ">=" : "<=", verdict.goal->bound, std::string{verdict.goal->text}.c_str());
    }
}

}  // namespace

void report(const Report& settings) {
    constexpr std::size_t kFactColumns = 3;
    const auto facts = read_rows(settings.facts, kFactColumns);
    const auto all = read_series(settings.figures);
    const auto verdicts = judge(all);
    print_figures(all);
    print_goals(verdicts);
    write_json(settings.json, facts, all, verdicts);
}

}  // namespace likes::bench
