#include <array>
#include <stdexcept>
#include <string>

#include "caller.hpp"
#include "numbered.hpp"
#include "programs.hpp"

namespace likes::bench {

void measure_crowd(const Crowd& settings) {
    using std::chrono::steady_clock;
    constexpr std::chrono::seconds kPatience{10};
    constexpr std::array<const char*, 4> kSizes{"smallest_", "small_", "large_", "largest_"};

    Poller poller;
    Caller caller{poller, 1};
    const auto timed = [&](std::size_t message, std::size_t user, bool like, Durations& durations) {
        const auto text = like_call(message, user, like);
        const auto sent = steady_clock::now();
        caller.call(text, [&](int status) {
            constexpr int kOk = 200;
            if (status != kOk) throw std::runtime_error{"a call was answered with " + std::to_string(status)};
            durations.add(steady_clock::now() - sent);
        });
        if (!poller.run_until(sent + kPatience, [&] { return caller.pending() == 0; })) {
            throw std::runtime_error{"a call was not answered"};
        }
    };

    std::array<Durations, kSizes.size()> likes;
    std::array<Durations, kSizes.size()> unlikes;
    for (std::size_t i = 0; i < settings.calls; ++i) {
        for (const bool like : {true, false}) {
            for (std::size_t size = 0; size < kSizes.size(); ++size) {
                timed(kFirstOfCrowd + size, i % kUsers, like, (like ? likes : unlikes).at(size));
            }
        }
    }
    for (std::size_t size = 0; size < kSizes.size(); ++size) {
        likes.at(size).say(kSizes.at(size));
        unlikes.at(size).say(std::string{"unlike_"} + kSizes.at(size));
    }
}

}  // namespace likes::bench
