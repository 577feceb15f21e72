#include <algorithm>
#include <deque>
#include <iostream>
#include <stdexcept>

#include "audience.hpp"
#include "end_of_input.hpp"
#include "numbered.hpp"
#include "programs.hpp"
#include "support/event.hpp"
#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/token.hpp"

namespace likes::bench {
namespace {

std::uint64_t version_now(const Watch& settings) {
    const auto user = user_id(member(settings.chat, 0));
    const auto answer = test::HttpClient{}.send({"GET",
                                                 "/api/v1/messages/" + message_id(settings.message) + "/likes?limit=1",
                                                 {"Authorization: " + test::bearer(user)},
                                                 {}});
    return test::number_of(test::parse_json(answer.body), "version");
}

}  // namespace

void watch(const Watch& settings) {
    using std::chrono::steady_clock;
    constexpr std::chrono::seconds kWindow{1};
    constexpr std::chrono::seconds kPatience{5};

    Poller poller;
    std::uint64_t newest = 0;
    SteadyTime newest_at;
    std::size_t events = 0;
    SteadyTime first_at;
    SteadyTime last_at;
    std::size_t most_in_window = 0;
    std::deque<SteadyTime> window;
    Audience audience{poller, [&](const test::Delivered& delivered) {
                          const auto now = steady_clock::now();
                          const auto event = test::like_event(delivered);
                          if (event.message_id != message_id(settings.message)) return;
                          if (events++ == 0) first_at = now;
                          last_at = now;
                          window.push_back(now);
                          while (now - window.front() >= kWindow) window.pop_front();
                          most_in_window = std::max(most_in_window, window.size());
                          if (event.version <= newest) return;
                          newest = event.version;
                          newest_at = now;
                      }};
    audience.admit({{member(settings.chat, 0), settings.chat}});

    EndOfInput end_of_input{poller};
    std::cout << "ready" << std::endl;
    while (!poller.run_until(steady_clock::now() + kWindow, [&] { return end_of_input.has_come(); })) {
    }
    const auto end = steady_clock::now();
    if (events < 2) throw std::runtime_error{"there was nothing to watch"};
    say_figure("events_per_second",
               static_cast<double>(events - 1) / (Milliseconds{last_at - first_at}.count() / 1000));
    say_figure("events_in_worst_second", static_cast<double>(most_in_window));

    // Calls that were cut off may still be on their way; what counts is the last event that brought something new.
    std::uint64_t version = version_now(settings);
    while (steady_clock::now() < end + kPatience) {
        constexpr std::chrono::milliseconds kStep{200};
        poller.run_until(steady_clock::now() + kStep);
        const auto later = version_now(settings);
        if (later == version && newest == later) break;
        version = later;
    }
    say_figure("versions_missing", static_cast<double>(version - newest));
    say_figure("settled_ms", std::max(0.0, Milliseconds{newest_at - end}.count()));
}

}  // namespace likes::bench
