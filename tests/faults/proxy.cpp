#include "faults/proxy.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "faults/commit_finder.hpp"

// One thread polls the listening socket, both ends of every connection, and a descriptor by which the others wake it
// up.
namespace likes::test {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

class Socket {
  public:
    explicit Socket(int number) : number_{number} {}
    ~Socket() {
        if (number_ >= 0) close(number_);
    }
    Socket(Socket&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket& operator=(Socket&&) = delete;

    int number() const { return number_; }

  private:
    int number_;
};

/// Calls `use(address, size)` with what the functions for sockets take.
template <class Use>
auto with_address(const Address& address, const Use& use) {
    if (address.path.empty()) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        name.sin_port = htons(static_cast<std::uint16_t>(address.port));
        return use(reinterpret_cast<sockaddr*>(&name), socklen_t{sizeof name});
    }
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (address.path.size() >= sizeof name.sun_path) throw std::system_error{ENAMETOOLONG, std::generic_category()};
    std::memcpy(name.sun_path, address.path.data(), address.path.size());
    return use(reinterpret_cast<sockaddr*>(&name), socklen_t{sizeof name});
}

Socket new_socket(const Address& address) {
    Socket socket{::socket(address.path.empty() ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (socket.number() < 0) fail("socket");
    return socket;
}

void set_no_delay(int socket) {
    const int on = 1;  // Fails for a unix socket, which has no delay.
    static_cast<void>(setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

Socket listen_at(const Address& address) {
    Socket socket = new_socket(address);
    with_address(address, [&](const sockaddr* name, socklen_t size) {
        if (bind(socket.number(), name, size) != 0 || listen(socket.number(), SOMAXCONN) != 0) fail("listen");
    });
    return socket;
}

int port_of(const Socket& socket) {
    sockaddr_in name{};
    socklen_t size = sizeof name;
    if (getsockname(socket.number(), reinterpret_cast<sockaddr*>(&name), &size) != 0) fail("getsockname");
    return name.sin_family == AF_INET ? ntohs(name.sin_port) : 0;
}

/// What is on its way in one direction.
class Flow {
  public:
    bool is_empty() const { return parts_.empty(); }
    bool is_full() const {
        constexpr std::size_t kParts = 64;
        return parts_.size() >= kParts;
    }
    void clear() { parts_.clear(); }
    void add(std::string_view bytes, Clock::time_point due) { parts_.push_back({std::string{bytes}, due}); }
    Clock::time_point due() const { return parts_.front().due; }

    /// What has been held back is due.
    void hurry() {
        for (auto& part : parts_) part.due = {};
    }

    /// Passes on what is due. False if the connection is lost.
    bool pass_on(int to, Clock::time_point now) {
        while (!parts_.empty() && parts_.front().due <= now) {
            auto& bytes = parts_.front().bytes;
            const auto count = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0) return errno == EAGAIN || errno == EINTR;
            bytes.erase(0, static_cast<std::size_t>(count));
            if (!bytes.empty()) return true;
            parts_.pop_front();
        }
        return true;
    }

  private:
    struct Part {
        std::string bytes;
        Clock::time_point due;
    };
    std::deque<Part> parts_;
};

struct Connection {
    Socket client;
    Socket server;
    Flow calls = {};
    Flow answers = {};
    CommitFinder commits = {};
    /// The next answer is that of a COMMIT, and is to be lost.
    bool loses_answer = false;
    bool is_silent = false;
    /// One side has ended it; the other gets what is on its way.
    bool is_ending = false;
};

}  // namespace

class Proxy::Worker {
  public:
    Worker(Address server, const Address& listen)
        : server_{std::move(server)}, listener_{listen_at(listen)}, wake_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
        thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
    }

    ~Worker() {
        thread_.request_stop();
        wake();
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    int port() const { return port_of(listener_); }

    /// How it behaves from now on.
    struct Manner {
        std::chrono::milliseconds delay{0};
        bool holds_calls = false;
        bool holds_answers = false;
        bool refuses = false;
    };

    void behave(const Manner& manner) {
        const std::lock_guard lock{mutex_};
        manner_ = manner;
        if (manner.refuses) connections_.clear();
        for (auto& connection : connections_) {
            connection.calls.hurry();
            connection.answers.hurry();
        }
        wake();
    }

    void cut() {
        const std::lock_guard lock{mutex_};
        connections_.clear();
        wake();
    }

    void lose_commits(Loss loss, std::size_t count) {
        const std::lock_guard lock{mutex_};
        loss_ = loss;
        to_lose_ = count;
    }

    std::size_t lost_commits() const {
        const std::lock_guard lock{mutex_};
        return lost_;
    }

  private:
    void wake() const {
        const std::uint64_t one = 1;
        static_cast<void>(!write(wake_.number(), &one, sizeof one));
    }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::vector<pollfd> polled;
            int timeout = -1;
            {
                const std::lock_guard lock{mutex_};
                timeout = collect(polled);
            }
            poll(polled.data(), polled.size(), timeout);
            std::uint64_t ignored = 0;
            static_cast<void>(!read(wake_.number(), &ignored, sizeof ignored));
            const std::lock_guard lock{mutex_};
            accept_all();
            connections_.remove_if([this](Connection& connection) { return !serve(connection); });
        }
    }

    /// What to wait for, and for how many milliseconds at most.
    int collect(std::vector<pollfd>& polled) const {
        polled = {{listener_.number(), POLLIN, 0}, {wake_.number(), POLLIN, 0}};
        auto next = Clock::time_point::max();
        const auto now = Clock::now();
        const auto events = [&](const Flow& in, const Flow& out, bool out_is_held, bool reads) {
            int wanted = reads && !in.is_full() ? POLLIN : 0;
            if (out.is_empty() || out_is_held) return wanted;
            if (out.due() <= now) return wanted | POLLOUT;
            next = std::min(next, out.due());
            return wanted;
        };
        for (const auto& each : connections_) {
            // Who has hung up would be told of at once, again and again, while what it said last is held back.
            const bool reads = !each.is_ending;
            const int client = events(each.calls, each.answers, manner_.holds_answers, reads);
            const int server = events(each.answers, each.calls, manner_.holds_calls, reads);
            polled.push_back({client == 0 ? -1 : each.client.number(), static_cast<short>(client), 0});
            polled.push_back({server == 0 ? -1 : each.server.number(), static_cast<short>(server), 0});
        }
        if (next == Clock::time_point::max()) return -1;
        return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(next - now).count());
    }

    void accept_all() {
        while (true) {
            Socket client{accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
            if (client.number() < 0) return;
            if (manner_.refuses) continue;
            // On the same machine this is done at once, or fails.
            Socket server = new_socket(server_);
            const bool is_connected = with_address(server_, [&](const sockaddr* name, socklen_t size) {
                return connect(server.number(), name, size) == 0 || errno == EINPROGRESS;
            });
            if (!is_connected) continue;
            set_no_delay(client.number());
            set_no_delay(server.number());
            connections_.push_back({std::move(client), std::move(server)});
        }
    }

    /// False when the connection has ended.
    bool serve(Connection& each) {
        if (!each.is_ending && (!take_calls(each) || !take_answers(each))) each.is_ending = true;
        const auto now = Clock::now();
        if (!manner_.holds_calls && !each.calls.pass_on(each.server.number(), now)) return false;
        if (!manner_.holds_answers && !each.answers.pass_on(each.client.number(), now)) return false;
        if (!each.is_ending) return true;
        const bool is_held = manner_.holds_calls || manner_.holds_answers;
        return !is_held && !(each.calls.is_empty() && each.answers.is_empty());
    }

    bool take_calls(Connection& each) {
        return take(each.client.number(), each.calls, [&](std::string_view bytes) {
            if (each.commits.finds_in(bytes) && to_lose_ > 0) {
                --to_lose_;
                each.loses_answer = true;
            }
            return true;
        });
    }

    bool take_answers(Connection& each) {
        return take(each.server.number(), each.answers,
                    [&](std::string_view /*bytes*/) {
                        if (std::exchange(each.loses_answer, false)) {
                            ++lost_;
                            each.is_silent = true;
                        }
                        return !each.is_silent;
                    }) &&
               !(each.is_silent && loss_ == Loss::kCut);
    }

    /// Reads what there is; `see` says whether it is to go on. False at the end of the connection.
    template <class See>
    bool take(int from, Flow& flow, const See& see) {
        std::array<char, 65536> bytes;
        while (!flow.is_full()) {
            const auto count = recv(from, bytes.data(), bytes.size(), MSG_DONTWAIT);
            if (count < 0) return errno == EAGAIN || errno == EINTR;
            if (count == 0) return false;
            const std::string_view taken{bytes.data(), static_cast<std::size_t>(count)};
            if (see(taken))
                flow.add(taken, manner_.delay.count() == 0 ? Clock::time_point{} : Clock::now() + manner_.delay);
        }
        return true;
    }

    const Address server_;
    const Socket listener_;
    const Socket wake_;

    mutable std::mutex mutex_;
    Manner manner_;
    std::list<Connection> connections_;
    Loss loss_ = Loss::kCut;
    std::size_t to_lose_ = 0;
    std::size_t lost_ = 0;
    std::jthread thread_;
};

Proxy::Proxy(const Address& server, const Address& listen) : worker_{std::make_unique<Worker>(server, listen)} {}

Proxy::~Proxy() = default;

int Proxy::port() const {
    return worker_->port();
}

void Proxy::pass() {
    worker_->behave({});
}

void Proxy::delay(std::chrono::milliseconds time) {
    worker_->behave({.delay = time});
}

void Proxy::hang() {
    worker_->behave({.holds_calls = true, .holds_answers = true});
}

void Proxy::hang_answers() {
    worker_->behave({.holds_answers = true});
}

void Proxy::refuse() {
    worker_->behave({.refuses = true});
}

void Proxy::cut() {
    worker_->cut();
}

void Proxy::lose_commits(Loss loss, std::size_t count) {
    worker_->lose_commits(loss, count);
}

std::size_t Proxy::lost_commits() const {
    return worker_->lost_commits();
}

}  // namespace likes::test
