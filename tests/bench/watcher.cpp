#include "watcher.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "numbered.hpp"
#include "support/event.hpp"
#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/token.hpp"

namespace likes::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kSecond{1};

}  // namespace

Watcher::Watcher(std::size_t chat, std::size_t message)
    : chat_{chat}, message_{message}, audience_{poller_, [this](const test::Delivered& event) { hear(event); }} {
    audience_.admit({{member(chat_, 0), chat_}});
}

void Watcher::run(StopRequest& stop) {
    stop.wake(poller_);
    while (!poller_.run_until(steady_clock::now() + kSecond, [&] { return stop.has_come(); })) {
    }
    end_ = steady_clock::now();
    wait_for_newest();
    if (events_ < 2) throw std::runtime_error{"there was nothing to watch"};
}

Values Watcher::values() const {
    const double seconds = Milliseconds{last_at_ - first_at_}.count() / 1000;
    return {{"events_per_second", static_cast<double>(events_ - 1) / seconds},
            {"events_in_worst_second", static_cast<double>(most_in_second_)},
            {"versions_missing", static_cast<double>(version_ - newest_)},
            {"settled_ms", std::max(0.0, Milliseconds{newest_at_ - end_}.count())}};
}

void Watcher::hear(const test::Delivered& delivered) {
    const auto now = steady_clock::now();
    const auto event = test::like_event(delivered);
    if (event.message_id != message_id(message_)) return;
    if (end_ == SteadyTime{}) {
        if (events_++ == 0) first_at_ = now;
        last_at_ = now;
        last_second_.push_back(now);
        while (now - last_second_.front() >= kSecond) last_second_.pop_front();
        most_in_second_ = std::max(most_in_second_, last_second_.size());
    }
    if (event.version <= newest_) return;
    newest_ = event.version;
    newest_at_ = now;
}

/// Calls that were cut off may still be on their way; what counts is the last event that brought something new.
void Watcher::wait_for_newest() {
    constexpr std::chrono::seconds kPatience{5};
    constexpr std::chrono::milliseconds kStep{200};
    version_ = version_now();
    while (steady_clock::now() < end_ + kPatience) {
        poller_.run_until(steady_clock::now() + kStep);
        const auto later = version_now();
        if (later == version_ && newest_ == later) break;
        version_ = later;
    }
}

std::uint64_t Watcher::version_now() const {
    const auto answer = test::HttpClient{}.send({"GET",
                                                 "/api/v1/messages/" + message_id(message_) + "/likes?limit=1",
                                                 {"Authorization: " + test::bearer(user_id(member(chat_, 0)))},
                                                 {}});
    return test::number_of(test::parse_json(answer.body), "version");
}

}  // namespace likes::bench
