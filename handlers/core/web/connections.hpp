#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::web {

class Connections;
struct Connection;

/// The right, and the duty, to answer one request, from any thread. A ticket that is destroyed without an answer
/// answers 500.
class Ticket {
  public:
    Ticket(Connections& owner, Connection& connection);
    ~Ticket();
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&& other) noexcept;

    /// Valid until it is answered.
    const Request& request() const;

    /// The request waits for something that costs the others nothing: until resume(), or its answer, it does not count
    /// among those in service, and others are served meanwhile.
    void park();
    void resume();

    /// Answers the request, and counts it and how long it took. Call once; the ticket is used up.
    void answer(const Response& response);

  private:
    Connections* owner_;
    Connection* connection_;
    bool is_parked_ = false;
};

struct ConnectionsSettings {
    /// Where spawn-fcgi and systemd put the listening socket (FastCGI 1.0, section 2.2).
    int listening_socket = 0;
    /// A descriptor that is readable as soon as the process has to stop; -1: none.
    int stop_signal = -1;
    /// Requests that are served at the same time. Further requests wait in their sockets, and further connections in
    /// the backlog, so that a process that dies loses only the requests that it has taken.
    std::size_t requests_max = 128;
    /// The largest body that is accepted; a larger one is answered 413.
    std::size_t body_max_bytes = 8192;
    /// How long a request may take to arrive whole after its first byte, a new connection to send a request, and the
    /// peer to take an answer. After that the connection is closed.
    std::chrono::milliseconds patience{5000};
};

/// The FastCGI connections of a process, which nginx keeps open between requests. One thread at a time polls, and owns
/// the connections meanwhile: it accepts them, reads what has arrived, and closes them. After a request is handed out,
/// its connection belongs to the ticket until the ticket is answered. The answering thread writes the answer at once;
/// only if the peer does not take all of it, or if the connection must be closed, does the connection go back to the
/// polling thread.
///
/// Only this class calls libfcgi to read requests. libfcgi would wait for the rest of a request, so it is only given
/// requests that have arrived whole.
class Connections {
  public:
    /// Throws std::runtime_error if there is no listening socket.
    explicit Connections(const ConnectionsSettings& settings);
    ~Connections();

    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    /// Waits until something happens, at most for `patience`, and hands out the requests that have arrived whole, of
    /// which there may be none. REQUIRES: no other thread is in this function.
    std::vector<Ticket> poll(std::chrono::milliseconds patience);

    /// Ends a poll() that waits, or the next one. From any thread.
    void wake() const;

    /// Whether the stop signal has come and no connection is left. From any thread.
    bool is_drained() const { return is_drained_; }

    /// The number of requests that were handed out and are not answered yet. From any thread.
    std::size_t in_service() const { return in_service_; }

  private:
    friend class Ticket;
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// A connection that its ticket gives back to the polling thread.
    struct Returned {
        Connection* connection;
        /// The part of the answer that the peer has not taken yet.
        std::string unsent;
        bool closes = false;
    };

    void handle(std::uint64_t key, std::uint32_t events);
    void begin_to_stop();
    void listen_while_admitting();
    void close_idle();
    void take_returned();
    void expire(SteadyTime now);
    std::vector<Ticket> admit();
    bool is_admitting() const { return in_service_ < settings_.requests_max; }
    bool accept_one();
    void read_one(std::vector<Ticket>& tickets);
    void take(Connection& connection, std::vector<Ticket>& tickets);
    void send_rest(Connection& connection);
    void become_idle(Connection& connection);
    void enqueue(Connection& connection);
    void limit_time(Connection& connection);
    Connection& free_connection();
    bool watch(int descriptor, std::uint64_t key, std::uint32_t events, int operation) const;
    void close(Connection& connection);
    int timeout(std::chrono::milliseconds patience) const;

    // Called in the thread of the ticket.
    void answer(Connection& connection, const Response& response);
    void leave_service();
    void give_back(Returned returned);

    const ConnectionsSettings settings_;
    int epoll_ = -1;
    int wake_ = -1;

    /// By index. Never freed, so that a late event of epoll for one still finds it.
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> free_;
    std::size_t open_ = 0;
    /// Idle connections that may have something to read, in the order in which it arrived.
    std::deque<Connection*> readable_;
    /// Connections with a time limit, in the order of the limits, because the time is the same for all. An entry is
    /// void if its connection has another limit by now.
    std::deque<std::pair<SteadyTime, Connection*>> limits_;
    /// New connections may be waiting to be accepted.
    bool has_backlog_ = true;
    /// epoll reports new connections.
    bool listens_ = false;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> is_drained_ = false;

    std::atomic<std::size_t> in_service_ = 0;
    /// The polling thread must be woken as soon as fewer requests are in service.
    std::atomic<bool> waits_for_service_ = false;

    std::mutex returned_mutex_;
    std::vector<Returned> returned_;
};

}  // namespace likes::web
