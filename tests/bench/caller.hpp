#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "poller.hpp"
#include "support/tcp_connection.hpp"

namespace likes::bench {

/// The text of a like or unlike, HTTP and all. `authorization` is the value of that header.
std::string like_call(std::size_t message, const std::string& authorization, bool like = true);

/// The same by a user, whose token is made once. One thread at a time.
std::string like_call(std::size_t message, std::size_t user, bool like = true);

/// The text of a GET by a user; `target` is what follows the base of the API. One thread at a time.
std::string get_call(const std::string& target, std::size_t user);

/// Sends calls over connections that it keeps, each call as soon as there is a free one; the answers come through the
/// poller.
class Caller {
  public:
    /// Gets the answer's status.
    using Answered = std::function<void(int)>;

    /// Opens a connection only when it is needed, as nginx closes those that say nothing.
    Caller(Poller& poller, int port, std::size_t connections)
        : poller_{poller}, port_{port}, connections_{connections} {}

    void call(std::string text, Answered answered);

    /// Calls that are not answered yet.
    std::size_t pending() const { return waiting_.size() + busy_; }

  private:
    struct Call {
        std::string text;
        Answered answered;
    };
    struct Line {
        explicit Line(int port) : connection{port} {}

        test::TcpConnection connection;
        Answered answered;
    };

    void open_line();
    static void send(Line& line, Call call);
    void take_answer(Line& line);

    Poller& poller_;
    const int port_;
    const std::size_t connections_;
    std::vector<std::unique_ptr<Line>> lines_;
    std::vector<Line*> free_;
    std::deque<Call> waiting_;
    std::size_t busy_ = 0;
};

}  // namespace likes::bench
