#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "database/errors.hpp"
#include "runtime/counter.hpp"

namespace likes::database {

/// A text that is sent to the server takes nothing more when it has reached this length. So with the longest row, a
/// summary of a few hundred KB, it is shorter than 1 MiB, which every server's max_allowed_packet allows unless
/// somebody has lowered it.
inline constexpr std::size_t kStatementBytes = std::size_t{512} * 1024;

struct SessionSettings {
    std::string url;
    std::string database;
    std::string user;
    std::string password;
    std::chrono::seconds connect_timeout;
    /// How long one statement may take before its connection counts as lost.
    std::chrono::seconds read_timeout;
    std::chrono::seconds lock_wait_timeout;
    /// How long one call may try again, connecting included. It does not begin to connect again if that would end
    /// later, as far as the last time tells.
    std::chrono::milliseconds patience;
};

/// One connection to the database, made when it is first needed, and again after it was lost. Not thread-safe: one
/// thread at a time may use it, but not always the same one.
class Session {
  public:
    explicit Session(SessionSettings settings);

    /// Calls `work(*this)` and commits. Conflicts and lost connections are tried again while patience lasts, so `work`
    /// may be called several times, starts from scratch each time, and must be idempotent: the commit whose answer was
    /// lost may have happened. Throws Unavailable when patience has run out, std::runtime_error when it makes no sense
    /// to try again, and what `work` throws. In each case the transaction is rolled back.
    template <class Work>
    void transaction(const Work& work) {
        run(work, Mode::kTransaction);
    }

    /// The same for statements that read and need no transaction.
    template <class Work>
    void read(const Work& work) {
        run(work, Mode::kRead);
    }

    /// The same for statements that read, and all see the database as of one moment, that of the call: what others
    /// commit afterwards is not there. Nothing can be written. The server keeps what that moment needs until `work`
    /// returns, so a long one makes it keep much.
    template <class Work>
    void snapshot(const Work& work) {
        run(work, Mode::kSnapshot);
    }

    /// The statement `sql` of the current connection, prepared at its first use. For `work` only. `sql` must outlive
    /// the session (it is one of store/sql.hpp).
    sql::PreparedStatement& prepare(std::string_view sql);

    /// The rows of a SELECT that has its values in its text. For `work` only. The caller owns them, and may read them
    /// until the transaction ends.
    std::unique_ptr<sql::ResultSet> query(const std::string& sql);

    /// Executes a statement that writes, which has its values in its text and returns no rows. For the work of a
    /// transaction only. It is executed in its order, but not at once: it goes to the server together with others,
    /// before the next statement that reads or with the COMMIT, which then is the same call. An error is thrown by the
    /// call that sends it; the server executes nothing of what follows the statement that failed.
    void write(std::string_view sql);

  private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    enum class Mode { kTransaction, kRead, kSnapshot };

    /// The current attempt of one call.
    struct Attempt {
        /// When the call began.
        SteadyTime began_at;
        /// When this attempt did.
        SteadyTime tried_at;
        int number = 1;
        /// The pause before the next attempt.
        std::chrono::milliseconds pause{1};
    };

    template <class Work>
    void run(const Work& work, Mode mode) {
        for (Attempt attempt = begin();; prepare_next(attempt)) {
            try {
                connect_unless_connected(mode);
                if (mode == Mode::kSnapshot) begin_snapshot();
                if (mode == Mode::kTransaction && is_autocommit_) write("START TRANSACTION");
                work(*this);
                if (mode != Mode::kRead || !is_autocommit_) commit();
                return;
            } catch (const sql::SQLException& error) {
                judge(error, attempt);
            } catch (...) {
                roll_back();
                throw;
            }
        }
    }

    Attempt begin() const;
    void connect_unless_connected(Mode mode);
    void begin_snapshot();
    void commit();
    void send_writes();
    void forget_writes() noexcept;
    /// Call after a failed attempt: prepares the connection for the next attempt, or throws because there will be none.
    void judge(const sql::SQLException& error, const Attempt& attempt);
    bool is_out_of_patience(Failure failure, const Attempt& attempt) const;
    void prepare_next(Attempt& attempt);
    void connect(Mode mode);
    void disconnect() noexcept;
    void roll_back() noexcept;

    SessionSettings settings_;
    std::unordered_map<std::string_view, std::unique_ptr<sql::PreparedStatement>> statements_;
    std::unique_ptr<sql::Connection> connection_;
    /// Each statement of the connection is a transaction by itself, unless one is begun. So it is if the connection was
    /// made in order to read. On any other one a transaction begins by itself, also when something is only read.
    bool is_autocommit_ = false;
    /// For statements that have their values in their text.
    std::unique_ptr<sql::Statement> statement_;
    /// The statements that wait to be sent, each followed by a semicolon.
    std::string writes_;
    std::size_t write_count_ = 0;
    /// Counts the connection among the open ones.
    std::unique_ptr<runtime::Held> counted_;
    /// Until then the database counts as down, and calls fail at once.
    SteadyTime down_until_{};
    std::minstd_rand jitter_{std::random_device{}()};
};

}  // namespace likes::database
