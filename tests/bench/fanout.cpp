#include "fanout.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "audience.hpp"
#include "caller.hpp"
#include "numbered.hpp"
#include "support/stack.hpp"

namespace likes::bench {
namespace {

std::vector<Seat> seats_in_stadium(std::size_t count) {
    std::vector<Seat> seats;
    for (std::size_t user = 0; user < count; ++user) seats.push_back({user, kStadium});
    return seats;
}

}  // namespace

Values run(const Fanout& fanout) {
    using std::chrono::steady_clock;
    constexpr std::chrono::seconds kPatience{10};
    constexpr int kOk = 200;
    // Members after those whose likes are there from the start.
    constexpr std::size_t kFirstLiker = 100;

    Poller poller;
    std::size_t heard = 0;
    SteadyTime last_heard;
    Audience audience{poller, [&](const test::Delivered&) {
                          ++heard;
                          last_heard = steady_clock::now();
                      }};
    audience.admit(seats_in_stadium(fanout.subscribers));

    Caller caller{poller, test::stack().http_port, 1};
    Durations answered;
    Durations last;
    for (std::size_t event = 0; event < fanout.events; ++event) {
        heard = 0;
        // First they like all messages, then they take it back: another run finds it as this one did, and no message
        // has two events so soon after one another that the second would have to wait.
        const std::size_t place = event % (fanout.events / 2);
        const auto text = like_call(kFirstOfStadium + place, kFirstLiker, event == place);
        const auto sent = steady_clock::now();
        caller.call(text, [&](int status) {
            if (status != kOk) throw std::runtime_error{"a like was answered with " + std::to_string(status)};
            answered.add(steady_clock::now() - sent);
        });
        const bool all =
            poller.run_until(sent + kPatience, [&] { return heard >= audience.size() && caller.pending() == 0; });
        if (!all) throw std::runtime_error{"only " + std::to_string(heard) + " subscribers heard an event"};
        last.add(last_heard - sent);
        // So that it does not begin with the tail of the one before.
        constexpr std::chrono::milliseconds kPause{50};
        poller.run_until(steady_clock::now() + kPause);
    }
    Values values;
    answered.append_to(values, "answer_");
    last.append_to(values, "last_");
    return values;
}

}  // namespace likes::bench
