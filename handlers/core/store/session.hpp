#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>

#include "metrics/counter.hpp"

namespace likes::store {

struct SessionSettings {
    std::string url;
    std::string database;
    std::string user;
    std::string password;
    std::chrono::seconds connect_timeout;
    std::chrono::seconds read_timeout;
    std::chrono::seconds lock_wait_timeout;
    /// How long one call may try again, connecting included.
    std::chrono::milliseconds patience;
};

/// One connection to the database, made when it is first needed and again when it is lost. Not thread-safe: whoever
/// owns it uses it from one thread at a time (a lane's leader; different leaders may follow one another).
class Session {
  public:
    /// Runs statements; may run several times, so it starts from scratch each time.
    using Work = std::function<void(Session&)>;

    /// Call once per process before any thread starts: the driver's first use is not thread-safe.
    static void load_driver();

    explicit Session(SessionSettings settings);

    /// Runs `work` and commits. Conflicts and lost connections are tried again while patience lasts, so `work` must be
    /// idempotent: the commit whose answer was lost may have happened. Throws Unavailable when patience has run out,
    /// std::runtime_error when it makes no sense to try again, and what `work` throws. In each case the transaction is
    /// rolled back.
    void transaction(const Work& work);

    /// The same for statements that read and need no transaction.
    void read(const Work& work);

    /// The statement `sql` of the current connection, prepared at its first use. For `work` only. `sql` must outlive
    /// the session (it is one of sql.hpp).
    sql::PreparedStatement& prepare(std::string_view sql);

  private:
    enum class Mode { kTransaction, kRead };

    void run(const Work& work, Mode mode);
    void connect(Mode mode);
    void disconnect() noexcept;
    void roll_back() noexcept;

    SessionSettings settings_;
    std::unordered_map<std::string_view, std::unique_ptr<sql::PreparedStatement>> statements_;
    std::unique_ptr<sql::Connection> connection_;
    /// Counts the connection among the open ones.
    std::unique_ptr<metrics::Held> counted_;
    /// Until then the database counts as down, and nobody waits to find out again.
    std::chrono::steady_clock::time_point down_until_{};
    std::minstd_rand jitter_{std::random_device{}()};
};

}  // namespace likes::store
