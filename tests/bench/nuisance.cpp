#include <iostream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "caller.hpp"
#include "end_of_input.hpp"
#include "numbered.hpp"
#include "programs.hpp"
#include "support/stack.hpp"
#include "support/web_socket.hpp"

namespace likes::bench {
namespace {

/// A client that never gets to the end of its request's headers.
class SlowClient {
  public:
    void send_a_little() {
        try {
            if (!connection_) {
                connection_ = std::make_unique<test::TcpConnection>(test::stack().http_port);
                connection_->write("GET / HTTP/1.1\r\nHost: bench\r\n");
            }
            connection_->write("X-Slow: 1\r\n");
        } catch (const std::runtime_error&) {
            connection_.reset();  // nginx has lost its patience; it comes again
        }
    }

  private:
    std::unique_ptr<test::TcpConnection> connection_;
};

}  // namespace

void be_slow(const SlowClients& settings) {
    using std::chrono::steady_clock;
    constexpr std::chrono::seconds kPause{1};
    Poller poller;
    EndOfInput end{poller};
    std::vector<SlowClient> clients(settings.connections);
    for (auto& client : clients) client.send_a_little();
    std::cout << "ready" << std::endl;
    while (!poller.run_until(steady_clock::now() + kPause, [&] { return end.has_come(); })) {
        for (auto& client : clients) client.send_a_little();
    }
}

void be_greedy(const GreedyUser& settings) {
    using std::chrono::steady_clock;
    constexpr std::size_t kConnections = 16;
    constexpr int kOk = 200;
    constexpr int kTooMany = 429;
    Poller poller;
    EndOfInput end{poller};
    Caller caller{poller, kConnections};
    std::size_t served = 0;
    std::size_t refused = 0;
    std::size_t errors = 0;
    const auto count = [&](int status) { ++(status == kOk ? served : status == kTooMany ? refused : errors); };

    std::cout << "ready" << std::endl;
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; !end.has_come(); ++i) {
        const auto due = begin + std::chrono::nanoseconds{std::chrono::seconds{1}} * i / settings.calls_per_second;
        poller.run_until(due, [&] { return end.has_come(); });
        caller.call(like_call(0, 0, i % 2 == 0), count);
    }
    poller.run_until(steady_clock::now() + std::chrono::seconds{5}, [&] { return caller.pending() == 0; });
    const double seconds = Milliseconds{steady_clock::now() - begin}.count() / 1000;
    say_figure("served_per_second", static_cast<double>(served) / seconds);
    say_figure("refused_per_second", static_cast<double>(refused) / seconds);
    say_figure("errors", static_cast<double>(errors));
}

}  // namespace likes::bench
