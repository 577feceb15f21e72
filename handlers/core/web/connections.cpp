#include "web/connections.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcgiapp.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "web/fastcgi.hpp"

namespace likes::web {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// One connection, and its current request.
struct Connection {
    /// Says who owns it. News are an event that arrives while the ticket owns it: the peer has sent more, or hung up.
    enum class State {
        kFree,             ///< Nobody: there is no connection.
        kIdle,             ///< The polling thread.
        kServing,          ///< The ticket.
        kServingWithNews,  ///< The ticket, which gives it back to the polling thread.
        kSending,          ///< The polling thread again, for the rest of an answer.
    };

    std::atomic<State> state = State::kFree;
    FCGX_Request fcgi{};
    Request request;
    std::string body;
    steady_clock::time_point arrived_at;

    // Used by the polling thread only.
    std::size_t index = 0;
    /// Distinguishes events of this connection from late events of earlier ones with the same index.
    std::uint32_t generation = 0;
    bool is_queued = false;
    bool has_served = false;
    /// The peer will send no more.
    bool has_ended = false;
    bool awaits_room = false;
    bool closes = false;
    std::string unsent;
    std::optional<steady_clock::time_point> limit;
};

namespace {

/// The keys of epoll events: one of these, or a connection's generation and index.
constexpr std::uint64_t kListening = ~std::uint64_t{0};
constexpr std::uint64_t kWake = kListening - 1;
constexpr std::uint64_t kStop = kListening - 2;
constexpr std::uint32_t kConnectionEvents = EPOLLIN | EPOLLRDHUP | EPOLLET;
constexpr std::size_t kEventsAtOnce = 128;
/// How often a process that is stopping closes connections that have become idle.
constexpr milliseconds kStoppingInterval{20};
/// Most requests are shorter than this, and are seen whole at the first attempt.
constexpr std::size_t kFirstPeek = 4096;

std::uint64_t key_of(const Connection& connection) {
    return (std::uint64_t{connection.generation} << 32U) | connection.index;
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

enum class Peek { kWhole, kPart, kNothing, kEnd };

void set_up_library() {
    // libfcgi closes a connection that it does not understand, but first waits two seconds for the peer to close it, in
    // the thread that polls. Only this environment variable keeps it from waiting.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has been started yet.
    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1);
    if (FCGX_Init() != 0) throw std::runtime_error{"FastCGI: the library cannot be set up"};
}

/// Finds out how much of a request has arrived, without reading it.
Peek peek(int socket) {
    std::array<unsigned char, kRequestMax> bytes;  // NOLINT: only received bytes are used
    std::size_t wanted = kFirstPeek;
    for (;;) {
        const ssize_t count = recv(socket, bytes.data(), wanted, MSG_PEEK | MSG_DONTWAIT);
        if (count == 0) return Peek::kEnd;
        if (count < 0) return errno == EAGAIN || errno == EINTR ? Peek::kNothing : Peek::kEnd;
        const auto arrival = arrival_of({bytes.data(), static_cast<std::size_t>(count)});
        if (arrival == Arrival::kWhole) return Peek::kWhole;
        if (arrival == Arrival::kBroken) return Peek::kEnd;
        if (static_cast<std::size_t>(count) < wanted) return Peek::kPart;
        if (wanted == bytes.size()) return Peek::kEnd;
        wanted = bytes.size();
    }
}

/// Reads the parameters in one pass, and skips those that no endpoint uses.
void read_parameters(char** entries, Request& request) {
    struct Parameter {
        std::string_view name;
        std::string_view Request::*field;
    };
    static constexpr std::array<Parameter, 8> kParameters{{{"REQUEST_METHOD=", &Request::method},
                                                           {"DOCUMENT_URI=", &Request::path},
                                                           {"QUERY_STRING=", &Request::query},
                                                           {"HTTP_AUTHORIZATION=", &Request::authorization},
                                                           {"HTTP_ACCEPT=", &Request::accept},
                                                           {"HTTP_IF_NONE_MATCH=", &Request::if_none_match},
                                                           {"REQUEST_ID=", &Request::request_id},
                                                           {"HTTP_TRACEPARENT=", &Request::traceparent}}};
    for (; *entries != nullptr; ++entries) {
        const std::string_view entry{*entries};
        for (const auto& [name, field] : kParameters) {
            if (!entry.starts_with(name)) continue;
            request.*field = entry.substr(name.size());
            break;
        }
    }
}

/// Reads the body to its end, so that nothing of it is left for the connection's next request. False if it is too long.
bool read_body(FCGX_Stream* stream, std::size_t max_bytes, std::string& body) {
    body.clear();
    std::array<char, 4096> chunk;  // NOLINT: only bytes that were read are used
    for (int count = 0; (count = FCGX_GetStr(chunk.data(), chunk.size(), stream)) > 0;) {
        if (body.size() <= max_bytes) body.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return body.size() <= max_bytes;
}

/// Sends as much as the peer takes at once, and removes it from `text`. False if the connection is gone.
bool send_some(int socket, std::string_view& text) {
    while (!text.empty()) {
        const ssize_t sent = send(socket, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

// -- Ticket -----------------------------------------------------------------------------------------------------------

Ticket::Ticket(Connections& owner, Connection& connection) : owner_{&owner}, connection_{&connection} {}

Ticket::Ticket(Ticket&& other) noexcept
    : owner_{other.owner_}, connection_{std::exchange(other.connection_, nullptr)}, is_parked_{other.is_parked_} {}

Ticket& Ticket::operator=(Ticket&& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(connection_, other.connection_);
    std::swap(is_parked_, other.is_parked_);
    return *this;
}

Ticket::~Ticket() {
    if (connection_ == nullptr) return;
    log::error("a request was dropped without an answer", {{"request_id", request().request_id}});
    answer(problem({500, "Something went wrong on our side."}, request().request_id));
}

const Request& Ticket::request() const {
    return connection_->request;
}

void Ticket::park() {
    is_parked_ = true;
    owner_->leave_service();
}

void Ticket::resume() {
    is_parked_ = false;
    ++owner_->in_service_;
}

void Ticket::answer(const Response& response) {
    if (is_parked_) resume();
    owner_->answer(*std::exchange(connection_, nullptr), response);
}

void Connections::answer(Connection& connection, const Response& response) {
    runtime::counters().count_request(response.status, steady_clock::now() - connection.arrived_at);
    const std::string records = to_records(response, connection.fcgi.requestId);
    // Frees what libfcgi holds of the request, including its texts, but keeps the socket.
    const bool keeps = connection.fcgi.keepConnection != 0;
    FCGX_Free(&connection.fcgi, 0);
    std::string_view unsent{records};
    const bool is_there = send_some(connection.fcgi.ipcFd, unsent);

    using State = Connection::State;
    auto serving = State::kServing;
    // A peer that has received the whole answer may have sent its next request, or hung up, before this line. Then the
    // connection has news, and goes back to the polling thread.
    const bool is_done = is_there && keeps && unsent.empty();
    if (!is_done || !connection.state.compare_exchange_strong(serving, State::kIdle)) {
        give_back({&connection, std::string{unsent}, !is_there || !keeps});
    }
    leave_service();
}

void Connections::leave_service() {
    --in_service_;
    if (waits_for_service_.exchange(false) || stopping_) wake();
}

void Connections::give_back(Returned returned) {
    {
        const std::lock_guard lock{returned_mutex_};
        returned_.push_back(std::move(returned));
    }
    wake();
}

void Connections::wake() const {
    const std::uint64_t one = 1;
    // The write can only fail if the counter is full, and then the polling thread wakes up anyway.
    [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

// -- Polling ----------------------------------------------------------------------------------------------------------

Connections::Connections(const ConnectionsSettings& settings) : settings_{settings} {
    set_up_library();
    int listens = 0;
    socklen_t size = sizeof listens;
    if (getsockopt(settings_.listening_socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) {
        throw std::runtime_error{
            "FastCGI: file descriptor 0 is not a listening socket (start this program with spawn-fcgi)"};
    }
    // Other processes wait for the same socket: a process that finds no connection to accept any more must not block.
    const int flags = fcntl(settings_.listening_socket, F_GETFL, 0);
    if (flags < 0 || fcntl(settings_.listening_socket, F_SETFL, flags | O_NONBLOCK) < 0) fail("fcntl");
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (epoll_ < 0 || wake_ < 0) fail("epoll");
    listen_while_admitting();
    if (!watch(wake_, kWake, EPOLLIN | EPOLLET, EPOLL_CTL_ADD)) fail("epoll_ctl");
    const bool can_stop = settings_.stop_signal >= 0;
    if (can_stop && !watch(settings_.stop_signal, kStop, EPOLLIN | EPOLLET, EPOLL_CTL_ADD)) fail("epoll_ctl");
}

Connections::~Connections() {
    for (const auto& connection : connections_) {
        if (connection->state != Connection::State::kFree) close(*connection);
    }
    ::close(wake_);
    ::close(epoll_);
}

std::vector<Ticket> Connections::poll(milliseconds patience) {
    listen_while_admitting();
    std::array<epoll_event, kEventsAtOnce> events{};
    const int count = epoll_wait(epoll_, events.data(), events.size(), timeout(patience));
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        handle(event.data.u64, event.events);
    }
    take_returned();
    expire(steady_clock::now());
    if (stopping_) close_idle();
    auto tickets = admit();
    is_drained_ = stopping_ && open_ == 0;
    return tickets;
}

int Connections::timeout(milliseconds patience) const {
    // The last round could not take all that was waiting.
    if (is_admitting() && (!readable_.empty() || (has_backlog_ && !stopping_))) return 0;
    if (stopping_) patience = std::min(patience, kStoppingInterval);
    if (!limits_.empty()) {
        const auto left = std::chrono::ceil<milliseconds>(limits_.front().first - steady_clock::now());
        patience = std::clamp(left, milliseconds{0}, patience);
    }
    return static_cast<int>(patience.count());
}

void Connections::handle(std::uint64_t key, std::uint32_t events) {
    if (key == kListening) {
        has_backlog_ = true;
        return;
    }
    if (key == kWake) {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t size = read(wake_, &count, sizeof count);
        return;
    }
    if (key == kStop) {
        begin_to_stop();
        return;
    }
    auto& connection = *connections_.at(key & 0xFFFFFFFFU);
    if (key != key_of(connection)) return;
    if ((events & (EPOLLRDHUP | EPOLLHUP)) != 0) connection.has_ended = true;
    using State = Connection::State;
    auto state = State::kServing;
    if (connection.state.compare_exchange_strong(state, State::kServingWithNews)) return;
    if (state == State::kIdle) enqueue(connection);
    if (state == State::kSending && (events & (EPOLLOUT | EPOLLHUP)) != 0) send_rest(connection);
}

/// From now on no connection is accepted: new ones wait in the backlog for another process.
void Connections::begin_to_stop() {
    stopping_ = true;
    listen_while_admitting();
}

/// The kernel wakes one of the processes that wait for the same socket, so a process must not wait for a connection
/// that it would not accept.
void Connections::listen_while_admitting() {
    const bool shall_listen = is_admitting() && !stopping_;
    if (shall_listen == listens_) return;
    listens_ = shall_listen;
    if (listens_) {
        watch(settings_.listening_socket, kListening, EPOLLIN | EPOLLET | EPOLLEXCLUSIVE, EPOLL_CTL_ADD);
    } else {
        watch(settings_.listening_socket, kListening, 0, EPOLL_CTL_DEL);
    }
}

/// Closes the connections that nginx keeps open for later requests. nginx repeats a request that it has just sent over
/// such a connection, over a new one. It does not repeat the first request of a connection, so connections without a
/// request so far are not closed.
void Connections::close_idle() {
    for (const auto& connection : connections_) {
        if (connection->state != Connection::State::kIdle || connection->is_queued || !connection->has_served) continue;
        const auto found = peek(connection->fcgi.ipcFd);
        if (found == Peek::kWhole || found == Peek::kPart) {
            enqueue(*connection);
        } else {
            close(*connection);
        }
    }
}

void Connections::take_returned() {
    std::vector<Returned> returned;
    {
        const std::lock_guard lock{returned_mutex_};
        returned.swap(returned_);
    }
    for (auto& [connection, unsent, closes] : returned) {
        connection->state = Connection::State::kSending;
        connection->closes = closes;
        connection->unsent = std::move(unsent);
        send_rest(*connection);
    }
}

/// Sends the rest of an answer, as far as the peer takes it.
void Connections::send_rest(Connection& connection) {
    std::string_view rest{connection.unsent};
    const bool is_there = send_some(connection.fcgi.ipcFd, rest);
    connection.unsent.erase(0, connection.unsent.size() - rest.size());
    if (is_there && !connection.unsent.empty()) {
        if (connection.awaits_room) return;
        connection.awaits_room = true;
        watch(connection.fcgi.ipcFd, key_of(connection), kConnectionEvents | EPOLLOUT, EPOLL_CTL_MOD);
        limit_time(connection);
        return;
    }
    if (!is_there || connection.closes) {
        close(connection);
        return;
    }
    if (std::exchange(connection.awaits_room, false)) {
        watch(connection.fcgi.ipcFd, key_of(connection), kConnectionEvents, EPOLL_CTL_MOD);
    }
    become_idle(connection);
}

void Connections::become_idle(Connection& connection) {
    connection.limit.reset();
    connection.state = Connection::State::kIdle;
    // The next request may have arrived already.
    enqueue(connection);
}

void Connections::enqueue(Connection& connection) {
    if (std::exchange(connection.is_queued, true)) return;
    readable_.push_back(&connection);
}

void Connections::limit_time(Connection& connection) {
    if (connection.limit) return;
    connection.limit = steady_clock::now() + settings_.patience;
    limits_.emplace_back(*connection.limit, &connection);
}

void Connections::expire(SteadyTime now) {
    for (; !limits_.empty() && limits_.front().first <= now; limits_.pop_front()) {
        auto& connection = *limits_.front().second;
        if (connection.limit != limits_.front().first) continue;
        runtime::counters().slow_connections_closed.add();
        log::warning("a connection was closed: its request did not arrive, or its answer was not taken, in time");
        close(connection);
    }
}

/// Takes as many requests as may be served. Each round accepts one new connection and reads one request, so that
/// neither new connections nor existing ones keep the others waiting.
std::vector<Ticket> Connections::admit() {
    std::vector<Ticket> tickets;
    for (std::size_t round = 0; is_admitting() && round < settings_.requests_max; ++round) {
        // Accepts first, because otherwise reading could take the last room again and again.
        const bool accepts = has_backlog_ && !stopping_ && accept_one();
        const bool reads = !readable_.empty();
        if (reads) read_one(tickets);
        if (!reads && !accepts) break;
    }
    if (!is_admitting()) {
        waits_for_service_ = true;
        // A request may have been answered before the flag was set.
        if (is_admitting()) wake();
    }
    return tickets;
}

bool Connections::accept_one() {
    // Non-blocking: libfcgi reads only what peek() has seen.
    const int socket = accept4(settings_.listening_socket, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket < 0) {
        if (errno == EINTR || errno == ECONNABORTED) return true;
        has_backlog_ = false;
        if (errno == EAGAIN) return false;
        log::warning("a connection cannot be accepted", {{"error", std::generic_category().message(errno)}});
        return false;
    }
    auto& connection = free_connection();
    ++connection.generation;
    ++open_;
    runtime::counters().connections.add(1);
    // No listening socket, because the library must never accept by itself.
    FCGX_InitRequest(&connection.fcgi, -1, 0);
    connection.fcgi.ipcFd = socket;
    connection.state = Connection::State::kIdle;
    if (!watch(socket, key_of(connection), kConnectionEvents, EPOLL_CTL_ADD)) {
        log::warning("a connection cannot be watched", {{"error", std::generic_category().message(errno)}});
        close(connection);
        return true;
    }
    limit_time(connection);
    // Most often its request has arrived already.
    enqueue(connection);
    return true;
}

void Connections::read_one(std::vector<Ticket>& tickets) {
    auto& connection = *readable_.front();
    readable_.pop_front();
    connection.is_queued = false;
    if (connection.state != Connection::State::kIdle) return;
    switch (peek(connection.fcgi.ipcFd)) {
        case Peek::kWhole:
            take(connection, tickets);
            return;
        case Peek::kPart:
            if (connection.has_ended) {
                close(connection);
            } else {
                limit_time(connection);
            }
            return;
        case Peek::kNothing:
            return;
        case Peek::kEnd:
            close(connection);
            return;
    }
}

void Connections::take(Connection& connection, std::vector<Ticket>& tickets) {
    connection.limit.reset();
    connection.fcgi.keepConnection = 1;
    if (FCGX_Accept_r(&connection.fcgi) < 0) {
        // The library did not understand the request, and has closed the socket.
        connection.fcgi.ipcFd = -1;
        close(connection);
        return;
    }
    connection.has_served = true;
    connection.arrived_at = steady_clock::now();
    connection.request = {};
    read_parameters(connection.fcgi.envp, connection.request);
    const bool fits = read_body(connection.fcgi.in, settings_.body_max_bytes, connection.body);
    connection.request.body = connection.body;
    connection.state = Connection::State::kServing;
    ++in_service_;
    Ticket ticket{*this, connection};
    if (fits) {
        tickets.push_back(std::move(ticket));
    } else {
        ticket.answer(problem({413, "The body is too long."}, connection.request.request_id));
    }
}

Connection& Connections::free_connection() {
    if (free_.empty()) {
        connections_.push_back(std::make_unique<Connection>());
        connections_.back()->index = connections_.size() - 1;
        return *connections_.back();
    }
    auto& connection = *free_.back();
    free_.pop_back();
    return connection;
}

bool Connections::watch(int descriptor, std::uint64_t key, std::uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    return epoll_ctl(epoll_, operation, descriptor, &event) == 0;
}

void Connections::close(Connection& connection) {
    FCGX_Free(&connection.fcgi, 0);
    if (connection.fcgi.ipcFd >= 0) ::close(connection.fcgi.ipcFd);
    connection.fcgi.ipcFd = -1;
    connection.limit.reset();
    connection.unsent.clear();
    connection.closes = connection.has_served = connection.has_ended = connection.awaits_room = false;
    connection.state = Connection::State::kFree;
    // Events that still arrive for the old connection are recognised as late.
    ++connection.generation;
    --open_;
    runtime::counters().connections.add(-1);
    free_.push_back(&connection);
    // Accepting may have failed because too many files were open.
    has_backlog_ = true;
}

}  // namespace likes::web
