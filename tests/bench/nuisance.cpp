#include "nuisance.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace likes::bench {

using std::chrono::steady_clock;

SlowClients::SlowClients(int port, std::size_t count) : port_{port}, connections_(count) {
    send_a_little();
}

void SlowClients::run(StopRequest& stop) {
    constexpr std::chrono::seconds kPause{1};
    Poller poller;
    stop.wake(poller);
    while (!poller.run_until(steady_clock::now() + kPause, [&] { return stop.has_come(); })) send_a_little();
}

void SlowClients::send_a_little() {
    for (auto& connection : connections_) {
        try {
            if (!connection) {
                connection = std::make_unique<test::TcpConnection>(port_);
                connection->write("GET / HTTP/1.1\r\nHost: bench\r\n");
            }
            connection->write("X-Slow: 1\r\n");
        } catch (const std::runtime_error&) {
            connection.reset();
        }
    }
}

namespace {

constexpr std::size_t kConnections = 16;
constexpr std::size_t kUnansweredMax = 1000;

}  // namespace

PacedCalls::PacedCalls(int port, std::size_t calls_per_second, std::function<std::string(std::size_t)> text)
    : calls_per_second_{calls_per_second}, text_{std::move(text)}, caller_{poller_, port, kConnections} {}

void PacedCalls::run(StopRequest& stop) {
    constexpr std::chrono::seconds kPatience{5};
    stop.wake(poller_);
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; !stop.has_come(); ++i) {
        const auto due = begin + std::chrono::nanoseconds{std::chrono::seconds{1}} * i / calls_per_second_;
        poller_.run_until(due, [&] { return stop.has_come(); });
        if (caller_.pending() >= kUnansweredMax) continue;
        caller_.call(text_(i), [this, due](int status) {
            ++answers_[status];
            durations_.add(steady_clock::now() - due);
        });
    }
    poller_.run_until(steady_clock::now() + kPatience, [this] { return caller_.pending() == 0; });
    seconds_ = Milliseconds{steady_clock::now() - begin}.count() / 1000;
}

double PacedCalls::per_second(int status) const {
    const auto found = answers_.find(status);
    return found == answers_.end() ? 0 : static_cast<double>(found->second) / seconds_;
}

double PacedCalls::count_but(std::initializer_list<int> statuses) const {
    std::size_t count = 0;
    for (const auto& [status, answers] : answers_) {
        if (std::find(statuses.begin(), statuses.end(), status) == statuses.end()) count += answers;
    }
    return static_cast<double>(count);
}

}  // namespace likes::bench
