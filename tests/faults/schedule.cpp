#include "faults/schedule.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <random>
#include <thread>
#include <utility>

namespace likes::test {
namespace {

using std::chrono::milliseconds;

/// Moments, times in which a call gives up, and times in which everybody does.
constexpr std::array<std::pair<int, int>, 4> kDurations{{{20, 300}, {300, 1'500}, {1'500, 3'500}, {3'500, 7'000}}};
constexpr std::pair<int, int> kGap{100, 2'000};

}  // namespace

Schedule::Schedule(std::uint64_t seed, std::vector<Fault> faults, milliseconds length) : faults_{std::move(faults)} {
    std::mt19937_64 random{seed};
    // The distributions of the standard library may be others elsewhere.
    const auto between = [&](std::pair<int, int> bounds) {
        return milliseconds{bounds.first +
                            static_cast<int>(random() % static_cast<unsigned>(bounds.second - bounds.first))};
    };
    std::map<std::string, milliseconds> busy_until;
    for (milliseconds now = between(kGap); now < length; now += between(kGap)) {
        const std::size_t fault = random() % faults_.size();
        const auto drawn = between(kDurations.at(random() % kDurations.size()));
        const auto duration = std::max(drawn, faults_[fault].least);
        auto& busy = busy_until[faults_[fault].target];
        if (now < busy) continue;
        steps_.push_back({now, fault, false});
        if (!faults_[fault].end) continue;
        // A little rest, so that its target sees something of life between two faults.
        busy = now + duration + between(kGap);
        steps_.push_back({now + duration, fault, true});
    }
    std::stable_sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
}

void Schedule::run() const {
    const auto start = std::chrono::steady_clock::now();
    std::vector<bool> is_on(faults_.size());
    try {
        for (const auto& step : steps_) {
            std::this_thread::sleep_until(start + step.at);
            is_on[step.fault] = !step.is_end && faults_[step.fault].end;
            run(step);
        }
    } catch (...) {
        for (std::size_t i = 0; i < faults_.size(); ++i) {
            if (is_on[i]) faults_[i].end();
        }
        throw;
    }
}

void Schedule::run(const Step& step) const {
    const auto& fault = faults_[step.fault];
    const char* const what = step.is_end ? " ends" : fault.end ? " begins" : "";
    std::cout << "  " << step.at.count() << " ms: " << fault.target << ' ' << fault.name << what << std::endl;
    (step.is_end ? fault.end : fault.begin)();
}

std::size_t Schedule::size() const {
    return static_cast<std::size_t>(
        std::count_if(steps_.begin(), steps_.end(), [](const Step& step) { return !step.is_end; }));
}

}  // namespace likes::test
