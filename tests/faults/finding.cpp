#include "faults/finding.hpp"

#include <algorithm>

namespace likes::test {
namespace {

std::string name_of(Wrong wrong) {
    switch (wrong) {
        case Wrong::kContradiction:
            return "contradiction";
        case Wrong::kLost:
            return "lost";
        case Wrong::kDoubled:
            return "doubled";
        case Wrong::kRepeatedVersion:
            return "repeated version";
        case Wrong::kOutOfOrder:
            return "out of order";
        case Wrong::kUntold:
            return "untold";
        case Wrong::kDiverged:
            return "diverged";
        case Wrong::kTooLarge:
            return "too large";
    }
    return {};
}

}  // namespace

std::string describe(const Finding& finding) {
    const auto& [message, reaction] = finding.subject;
    std::string text = name_of(finding.wrong) + ": " + reaction + " on message " + message;
    if (!finding.user.empty()) text += ", user " + finding.user;
    return text + ": " + finding.text;
}

std::size_t count(const Findings& findings, Wrong wrong) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.wrong == wrong; }));
}

std::string names(const std::vector<std::string>& users) {
    if (users.empty()) return "nobody";
    constexpr std::size_t kShown = 100;
    std::string text;
    for (std::size_t i = 0; i < std::min(users.size(), kShown); ++i) text += (i == 0 ? "" : " ") + users[i];
    if (users.size() > kShown) text += " and " + std::to_string(users.size() - kShown) + " more";
    return text;
}

}  // namespace likes::test
