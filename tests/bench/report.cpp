#include "report.hpp"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/prettywriter.h>

#include "goals.hpp"

namespace likes::bench {
namespace {

/// What became of a goal that was measured.
struct Verdict {
    const Goal* goal;
    /// The figure, or its ratio to the other.
    double value;
    bool is_met;
};

std::vector<Verdict> judge(const Record& record) {
    std::vector<Verdict> verdicts;
    for (const auto& goal : kGoals) {
        const auto value = record.median(goal.figure);
        const auto of = goal.of.name.empty() ? 1.0 : record.median(goal.of);
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

/// A member for each group.
void put_facts(Writer& json, const std::vector<Fact>& facts) {
    std::string group;
    for (const auto& fact : facts) {
        if (fact.group != group) {
            if (!group.empty()) json.EndObject();
            group = fact.group;
            json.Key(group.c_str());
            json.StartObject();
        }
        put(json, fact.name, fact.value);
    }
    if (!group.empty()) json.EndObject();
}

void put_figures(Writer& json, const std::vector<Series>& all) {
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
}

void put_goals(Writer& json, const std::vector<Verdict>& verdicts) {
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
}

void write_json(const std::filesystem::path& path, const Record& record, const std::vector<Fact>& facts,
                const std::vector<Verdict>& verdicts) {
    std::ofstream file{path};
    rapidjson::OStreamWrapper stream{file};
    Writer json{stream};
    json.SetIndent(' ', 2);
    json.SetFormatOptions(rapidjson::kFormatSingleLineArray);
    json.SetMaxDecimalPlaces(3);
    json.StartObject();
    put_facts(json, facts);
    put_figures(json, record.all());
    put_goals(json, verdicts);
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

void report(const Record& record, const std::vector<Fact>& facts, const std::filesystem::path& json) {
    const auto verdicts = judge(record);
    print_figures(record.all());
    print_goals(verdicts);
    write_json(json, record, facts, verdicts);
}

}  // namespace likes::bench
