#include "instances.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/command.hpp"

namespace likes::bench {
namespace {

Instance parse(const std::string& line) {
    std::istringstream columns{line};
    const auto next = [&] {
        std::string column;
        if (!std::getline(columns, column, '\t')) throw std::runtime_error{"not an instance: " + line};
        return column;
    };
    // In this order, which braces guarantee.
    return {next(), next(), next(), std::stoi(next()), next()};
}

}  // namespace

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::ostringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error{"cannot read " + path.string()};
    return text.str();
}

Instances::Instances(const std::filesystem::path& file) : tokens_{file.parent_path() / "tokens"} {
    std::ifstream lines{file};
    if (!lines) throw std::runtime_error{"cannot read " + file.string()};
    for (std::string line; std::getline(lines, line);) all_.push_back(parse(line));
}

const Instance* Instances::find(std::string_view name) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const Instance& each) { return each.name == name; });
    return found == all_.end() ? nullptr : &*found;
}

const Instance& Instances::at(std::string_view name) const {
    const Instance* const instance = find(name);
    if (instance == nullptr) throw std::runtime_error{"the instance '" + std::string{name} + "' was not started"};
    return *instance;
}

std::map<std::string, std::string> settings_of(const Instance& instance) {
    std::ifstream lines{instance.directory / "settings"};
    std::map<std::string, std::string> settings;
    for (std::string line; std::getline(lines, line);) {
        const auto sign = line.find('=');
        if (sign != std::string::npos) settings[line.substr(0, sign)] = line.substr(sign + 1);
    }
    return settings;
}

std::string run_script(const Instance& instance, const std::string& name, const std::vector<std::string>& arguments,
                       std::string_view input, const std::map<std::string, std::string>& settings) {
    std::vector<std::string> words{(instance.checkout / "scripts" / name).string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto variables = settings;
    variables["LIKES_VAR_DIR"] = instance.directory.string();
    const auto result = test::run(words, input, variables);
    if (result.exit_code != 0) {
        throw std::runtime_error{"scripts/" + name + " of '" + instance.name + "' exited with " +
                                 std::to_string(result.exit_code) + ": " + result.errors + result.output};
    }
    return result.output;
}

}  // namespace likes::bench
