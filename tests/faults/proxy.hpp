#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace likes::test {

/// Where a server listens: a unix socket, or a port on 127.0.0.1.
struct Address {
    std::string path;
    int port = 0;
};

/// Stands between the clients of a server and the server, passes on what they say, and disturbs that when it is told
/// to. A thread of its own does the work. Thread-safe.
class Proxy {
  public:
    /// Listens there, on a free port if `listen` is Address{}.
    explicit Proxy(const Address& server, const Address& listen = {});
    /// Ends all connections.
    ~Proxy();

    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    /// Of the port that it listens on.
    int port() const;

    /// Everything is passed on at once, as in the beginning. What was held back is passed on now.
    void pass();

    /// Everything arrives that much later.
    void delay(std::chrono::milliseconds time);

    /// Nothing arrives. Connections can be made, and stay; if one side gives up, what was on the way between the two is
    /// lost.
    void hang();

    /// The same for what the server says; what the clients say arrives.
    void hang_answers();

    /// All connections end, and each that is made from now on ends at once.
    void refuse();

    /// All connections end; new ones are served.
    void cut();

    /// How the answer to a COMMIT can be lost: the connection ends with it, or stays, and the client hears nothing more
    /// on it.
    enum class Loss { kCut, kSilence };

    /// Loses the answers to that many COMMITs, which the database has executed when they are lost. For a proxy in front
    /// of a database.
    void lose_commits(Loss loss, std::size_t count);

    /// How many were lost since the beginning.
    std::size_t lost_commits() const;

  private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

}  // namespace likes::test
