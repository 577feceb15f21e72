#include "crowd.hpp"

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>

#include "caller.hpp"
#include "numbered.hpp"
#include "support/stack.hpp"

namespace likes::bench {
namespace {

/// Makes one call after the other.
class PatientCaller {
  public:
    Milliseconds time(const std::string& text) {
        using std::chrono::steady_clock;
        constexpr std::chrono::seconds kPatience{10};
        Milliseconds duration{};
        const auto sent = steady_clock::now();
        caller_.call(text, [&](int status) {
            constexpr int kOk = 200;
            if (status != kOk) throw std::runtime_error{"a call was answered with " + std::to_string(status)};
            duration = steady_clock::now() - sent;
        });
        if (!poller_.run_until(sent + kPatience, [&] { return caller_.pending() == 0; })) {
            throw std::runtime_error{"a call was not answered"};
        }
        return duration;
    }

  private:
    Poller poller_;
    Caller caller_{poller_, test::stack().http_port, 1};
};

}  // namespace

Values like_crowd(std::size_t calls) {
    constexpr std::array<const char*, 4> kSizes{"smallest_", "small_", "large_", "largest_"};
    PatientCaller caller;
    std::array<Durations, kSizes.size()> likes;
    std::array<Durations, kSizes.size()> unlikes;
    for (std::size_t i = 0; i < calls; ++i) {
        for (const bool like : {true, false}) {
            for (std::size_t size = 0; size < kSizes.size(); ++size) {
                const auto text = like_call(kFirstOfCrowd + size, i % kUsers, like);
                (like ? likes : unlikes).at(size).add(caller.time(text));
            }
        }
    }
    Values values;
    for (std::size_t size = 0; size < kSizes.size(); ++size) {
        likes.at(size).append_to(values, kSizes.at(size));
        unlikes.at(size).append_to(values, std::string{"unlike_"} + kSizes.at(size));
    }
    return values;
}

}  // namespace likes::bench
