#include "fcgi/server.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include <fcgiapp.h>
#include <poll.h>

#include "fcgi/answer.hpp"
#include "log/log.hpp"
#include "process/stop_signal.hpp"

namespace likes::fcgi {
namespace {

/// Where spawn-fcgi puts it (FastCGI 1.0, section 2.2).
constexpr int kListenSocket = 0;

/// Wakes a thread that waits inside the library. Its handler does nothing: the point is that the call returns EINTR.
constexpr int kWakeSignal = SIGUSR1;
constexpr std::chrono::milliseconds kWakeInterval{5};

void install_wake_signal() {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigemptyset(&action.sa_mask);
    action.sa_flags = 0;  // no SA_RESTART
    sigaction(kWakeSignal, &action, nullptr);
}

std::string parameter(const FCGX_Request& request, const char* name) {
    const char* const value = FCGX_GetParam(name, request.envp);
    return value == nullptr ? "" : value;
}

/// Reads the body to its end, so that nothing of it is left for the connection's next request. False if it is too long.
bool read_body(const FCGX_Request& request, std::size_t max_bytes, std::string& body) {
    std::array<char, 4096> chunk{};
    for (int count = 0; (count = FCGX_GetStr(chunk.data(), chunk.size(), request.in)) > 0;) {
        if (body.size() <= max_bytes) body.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return body.size() <= max_bytes;
}

http::Response respond(const FCGX_Request& fcgi, const ServerSettings& settings, const Handler& handler) {
    http::Request request{parameter(fcgi, "REQUEST_METHOD"),     parameter(fcgi, "DOCUMENT_URI"),
                          parameter(fcgi, "QUERY_STRING"),       parameter(fcgi, "HTTP_AUTHORIZATION"),
                          parameter(fcgi, "HTTP_IF_NONE_MATCH"), {},
                          parameter(fcgi, "REQUEST_ID"),         parameter(fcgi, "HTTP_TRACEPARENT")};
    if (!read_body(fcgi, settings.body_max_bytes, request.body)) {
        return http::problem({413, "The body is too long."}, request.request_id);
    }
    return handler(request);
}

/// What the threads know of each other.
struct Pool {
    std::atomic<bool> stopping = false;
    /// Threads that will take the next connection that comes. The others each have one, for as long as nginx keeps it.
    std::atomic<std::size_t> accepting = 0;
};

/// True if a connection waits and no thread will take it. With more connections than threads it might wait for ever;
/// instead whoever has just answered lets go of its own.
bool is_anybody_stranded(const Pool& pool) {
    if (pool.accepting > 0) return false;
    pollfd socket{kListenSocket, POLLIN, 0};
    return poll(&socket, 1, 0) > 0;
}

/// One thread that accepts and serves.
class Worker {
  public:
    Worker(const ServerSettings& settings, const Handler& handler, Pool& pool)
        : thread_{[this, &settings, &handler, &pool] { run(settings, handler, pool); }} {}

    /// Wakes the thread if it waits for a request. Never one that serves: a signal that interrupts the reading of a
    /// request would abort it.
    void wake() {
        if (state_ == State::kWaiting) pthread_kill(thread_.native_handle(), kWakeSignal);
    }

    bool has_left() const { return state_ == State::kLeft; }
    void join() { thread_.join(); }

  private:
    enum class State { kWaiting, kServing, kLeft };

    void run(const ServerSettings& settings, const Handler& handler, Pool& pool) {
        FCGX_Request request;
        FCGX_InitRequest(&request, kListenSocket, 0);
        while (!pool.stopping) {
            state_ = State::kWaiting;
            if (!accept(request, pool)) break;
            state_ = State::kServing;
            answer(request, respond(request, settings, handler));
            if (is_anybody_stranded(pool)) request.keepConnection = 0;
            FCGX_Finish_r(&request);
        }
        state_ = State::kServing;
        FCGX_Free(&request, 1);
        state_ = State::kLeft;
    }

    /// Waits for the next request, on the connection that was kept or on a new one. False if woken to stop.
    static bool accept(FCGX_Request& request, Pool& pool) {
        const bool has_connection = request.ipcFd >= 0;
        if (!has_connection) ++pool.accepting;
        const bool accepted = FCGX_Accept_r(&request) >= 0;
        if (!has_connection) --pool.accepting;
        return accepted;
    }

    std::atomic<State> state_ = State::kServing;
    std::thread thread_;
};

}  // namespace

void serve(const ServerSettings& settings, const Handler& handler) {
    install_wake_signal();
    if (FCGX_Init() != 0) throw std::runtime_error{"FastCGI: the library cannot be set up"};
    if (FCGX_IsCGI() != 0) {
        throw std::runtime_error{"FastCGI: file descriptor 0 is no listening socket (start me with spawn-fcgi)"};
    }

    Pool pool;
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t i = 0; i < settings.threads; ++i) {
        workers.push_back(std::make_unique<Worker>(settings, handler, pool));
    }
    log::info("serving", {{"threads", settings.threads}});
    process::wait_for_stop_signal();

    pool.stopping = true;
    FCGX_ShutdownPending();
    // A signal that comes just before a thread begins to wait is lost, so wake them until each has left.
    for (const auto& worker : workers) {
        while (!worker->has_left()) {
            for (const auto& other : workers) other->wake();
            std::this_thread::sleep_for(kWakeInterval);
        }
        worker->join();
    }
    log::info("stopped");
}

}  // namespace likes::fcgi
